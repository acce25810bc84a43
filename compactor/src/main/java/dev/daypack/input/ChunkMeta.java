package dev.daypack.input;

import dev.daypack.codec.Compression;

/**
 * Where one column chunk lies in its part.
 *
 * @param compression codec of its pages
 * @param valueCount values with nulls; of a flat column the rows of the row group
 * @param offset of its first page in the file
 * @param sizeBytes of all its pages with headers
 * @param uncompressedBytes the same before compression, as the footer claims
 */
public record ChunkMeta(
        Compression compression, long valueCount, long offset, long sizeBytes, long uncompressedBytes) {}
