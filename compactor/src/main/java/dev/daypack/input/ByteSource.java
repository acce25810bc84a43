package dev.daypack.input;

/** Random access to the bytes of one frozen object. Thread-safe. */
public interface ByteSource {

    /**
     * Reads exactly {@code length} bytes from {@code offset}.
     *
     * @throws dev.daypack.store.StoreException if the object is gone, changed or out of reach
     */
    void read(long offset, byte[] into, int at, int length);
}
