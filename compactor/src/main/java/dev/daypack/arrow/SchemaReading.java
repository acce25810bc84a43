package dev.daypack.arrow;

/** What came of reading a footer's Arrow schema. */
public sealed interface SchemaReading {

    /** It was understood. */
    record Understood(ArrowSchema schema) implements SchemaReading {}

    /**
     * It was not.
     *
     * @param reason in a few words; no text from the bytes
     */
    record NotUnderstood(String reason) implements SchemaReading {}
}
