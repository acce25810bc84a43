package dev.daypack.discover;

/** What a layout says of one segment of a path. */
public sealed interface Match {

    /** It fits; these are the bindings with the segment's own added. */
    record Bound(Bindings bindings) implements Match {}

    /**
     * It does not fit.
     *
     * @param text one line for people, escaped
     */
    record Refused(Reason reason, String text) implements Match {}

    /** Why a segment does not fit. */
    enum Reason {
        /** Its form is not the level's form. */
        NOT_IN_LAYOUT,
        /** Its form fits, but a field's text is no partition value. */
        INVALID_VALUE,
        /** Its form fits, but the date is none. */
        INVALID_DATE,
        /** It can be read in more than one way, so guessing might put rows into the wrong partition. */
        AMBIGUOUS
    }
}
