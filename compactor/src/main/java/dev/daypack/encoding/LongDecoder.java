package dev.daypack.encoding;

/**
 * Reads the INT64 values (or the raw bits of DOUBLE) of one page section in order. Reusable: {@link #reset} starts the
 * next section. No byte outside the section is used. Not thread-safe.
 */
public interface LongDecoder {

    /**
     * Starts a section.
     *
     * @param bytes the array that holds it; not copied, so it must not change while values are read
     * @param from the first byte of the section
     * @param to the byte after its last
     * @param valueCount the most values that the section may hold, as the page header says (nulls may be counted in)
     * @throws MalformedDataException if the head of the section breaks the rules of the encoding
     */
    void reset(byte[] bytes, int from, int to, int valueCount);

    /**
     * Puts the next {@code count} values at {@code into[at ..]}.
     *
     * @throws MalformedDataException if the section is broken or ends before that
     */
    void decode(long[] into, int at, int count);

    /**
     * Passes over the next {@code count} values.
     *
     * @throws MalformedDataException if the section is broken or ends before that
     */
    void skip(int count);
}
