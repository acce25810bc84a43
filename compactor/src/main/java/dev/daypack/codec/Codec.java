package dev.daypack.codec;

/** Packs whole pages as well, array to array. Not thread-safe. */
public interface Codec extends Decompressor {

    /** The most bytes that {@link #compress} may make of {@code length} bytes. */
    int maxCompressedLength(int length);

    /**
     * Packs {@code source[from .. from + length)} to {@code target[at ..]}, where {@link #maxCompressedLength} bytes
     * must be free. Equal bytes give equal results, with one version of the native library.
     *
     * @return how many bytes that took
     */
    int compress(byte[] source, int from, int length, byte[] target, int at);
}
