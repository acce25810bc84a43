package dev.daypack.store;

/** What became of a conditional write. */
public sealed interface PutOutcome {

    /** The write happened; the object now has this ETag. */
    record Stored(String etag) implements PutOutcome {}

    /** The condition did not hold, or another write was under way; nothing was written. */
    record Conflict() implements PutOutcome {}

    /** No answer came: the write may have happened, or may yet. Read back before doing anything else. */
    record Unknown(String reason) implements PutOutcome {}
}
