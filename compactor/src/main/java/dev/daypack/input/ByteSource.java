package dev.daypack.input;

/** Random access to the bytes of one frozen object. Thread-safe. */
public interface ByteSource {

    /**
     * Reads exactly {@code length} bytes from {@code offset}.
     *
     * @throws dev.daypack.store.StoreException if the object is gone, changed or out of reach
     */
    void read(long offset, byte[] into, int at, int length);

    /** Says that a range will be read soon, so that a source at a distance can fetch it. Neither waits nor fails. */
    default void willNeed(long offset, long length) {}

    /** How much is worth reading at once, where a reader goes on behind it. */
    default int windowBytes() {
        return 1 << 20;
    }
}
