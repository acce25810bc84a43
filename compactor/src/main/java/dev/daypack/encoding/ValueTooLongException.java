package dev.daypack.encoding;

/** A value that may be what was written, but is longer than anybody asked for. */
public final class ValueTooLongException extends MalformedDataException {

    private static final long serialVersionUID = 1L;

    /** @param limitBytes the setting {@code limits.value-bytes} */
    public ValueTooLongException(long lengthBytes, int limitBytes) {
        super("a value of " + lengthBytes + " bytes; limits.value-bytes is " + limitBytes);
    }
}
