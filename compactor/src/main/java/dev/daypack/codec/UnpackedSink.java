package dev.daypack.codec;

/** Takes the bytes of a page that is too large to be held, in their order, and gives earlier ones back. */
public interface UnpackedSink {

    /** Takes {@code bytes[from .. to)}. */
    void append(byte[] bytes, int from, int to);

    /** One byte among those appended. */
    byte at(long place);
}
