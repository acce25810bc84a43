package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;

/**
 * Packs and unpacks whole pages, array to array. A codec keeps native or working memory from call to call: one per
 * thread, closed when done. Not thread-safe.
 */
public interface Codec extends AutoCloseable {

    /**
     * Unpacks {@code source[from .. from + length)} to {@code target[at .. at + expected)}; no other byte of the
     * target is written, whatever the source says.
     *
     * @param expected the bytes that must come out, as the page header says
     * @return {@code expected}
     * @throws MalformedDataException if the source is broken or holds more or fewer bytes; the target may be half
     *     written
     */
    int decompress(byte[] source, int from, int length, byte[] target, int at, int expected);

    /** The most bytes that {@link #compress} may make of {@code length} bytes. */
    int maxCompressedLength(int length);

    /**
     * Packs {@code source[from .. from + length)} to {@code target[at ..]}, where {@link #maxCompressedLength} bytes
     * must be free. Equal bytes give equal results, with one version of the native library.
     *
     * @return how many bytes that took
     */
    int compress(byte[] source, int from, int length, byte[] target, int at);

    @Override
    void close();
}
