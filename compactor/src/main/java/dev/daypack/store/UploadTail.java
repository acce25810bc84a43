package dev.daypack.store;

/** Takes the parts of an object that is too large for one buffer, and commits them. Not thread-safe. */
interface UploadTail {

    /** Takes over a buffer from the pool, which holds the next {@code length} bytes, and sees to its return. */
    void send(byte[] buffer, int length);

    /** Makes all that was sent visible if the condition holds. Called at most once. */
    PutOutcome commit(Condition condition);

    /** Removes what was sent, unless it was committed; waits until nothing uses the buffers. */
    void close();
}
