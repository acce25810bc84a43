package dev.daypack.input;

import java.util.List;
import java.util.OptionalLong;

/**
 * One row group of a part.
 *
 * @param rows how many rows it has
 * @param chunks one for each column, in the part's column order
 * @param claimedMinimumKey by the statistics of the sort column; a hint, never trusted
 */
public record RowGroupMeta(long rows, List<ChunkMeta> chunks, OptionalLong claimedMinimumKey) {}
