package dev.daypack.output;

/**
 * One data page of an encoded column chunk.
 *
 * @param offset of its header in the chunk, in bytes
 * @param sizeBytes with its header
 * @param firstRow in the row group
 * @param rows in the page
 * @param nulls among them
 * @param bounds of the others
 */
record EncodedPage(int offset, int sizeBytes, int firstRow, int rows, int nulls, Bounds bounds) {}
