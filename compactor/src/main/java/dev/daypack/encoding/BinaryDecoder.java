package dev.daypack.encoding;

/**
 * Reads byte strings (BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96) of one page section in order. Reusable: {@link #reset}
 * starts the next section. No byte outside the section is used. Not thread-safe.
 */
public interface BinaryDecoder {

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
     * Appends the next {@code count} values. After an exception the vector may hold some of them.
     *
     * @throws MalformedDataException if the section is broken or ends before that
     */
    void decode(BinaryVector into, int count);

    /**
     * Passes over the next {@code count} values.
     *
     * @throws MalformedDataException if the section is broken or ends before that
     */
    void skip(int count);
}
