package dev.daypack.input;

import java.util.List;

/**
 * One row group of a part.
 *
 * @param rows how many rows it has
 * @param chunks one for each column, in the part's column order
 * @param claim statistics of the first sort column; hints, never trusted
 */
public record RowGroupMeta(long rows, List<ChunkMeta> chunks, KeyClaim claim) {}
