package dev.daypack.output;

/**
 * One data page of an encoded column chunk.
 *
 * @param offset of its header in the chunk, in bytes
 * @param sizeBytes with its header
 * @param firstRow in the row group
 * @param rows in the page
 * @param entries of those rows: of a flat column one each, of a repeated one any number, but one at least
 * @param nulls entries without a value
 * @param bounds of the others
 */
record EncodedPage(int offset, int sizeBytes, int firstRow, int rows, int entries, int nulls, Bounds bounds) {

    boolean hasOnlyNulls() {
        return nulls == entries;
    }
}
