package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;

/**
 * Unpacks whole pages, array to array. It keeps native or working memory from call to call: one per thread, closed when
 * done. Not thread-safe.
 */
public interface Decompressor extends AutoCloseable {

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

    @Override
    void close();
}
