package dev.daypack.store;

/**
 * A streamed write of one object. Bytes are handed over in order; memory is bounded by the store's part buffers.
 * Closing before {@link #commit} leaves nothing visible and removes what was sent. Not thread-safe.
 */
public interface Upload extends AutoCloseable {

    /** Appends bytes; they are copied or sent before the call returns. */
    void write(byte[] bytes, int offset, int length);

    /** Bytes written so far. */
    long sizeBytes();

    /** Makes the object visible if the condition holds: the one commit point. Called at most once. */
    PutOutcome commit(Condition condition);

    /** Ends the upload; aborts it if it was not committed. */
    @Override
    void close();
}
