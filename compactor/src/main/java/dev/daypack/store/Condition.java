package dev.daypack.store;

/** What must hold at a key for a write to happen. */
public sealed interface Condition {

    /** Nothing stands at the key. */
    record Absent() implements Condition {}

    /** The generation with this ETag stands at the key. */
    record Matches(String etag) implements Condition {}

    /** No condition: the last writer wins. For derived documents only. */
    record Always() implements Condition {}
}
