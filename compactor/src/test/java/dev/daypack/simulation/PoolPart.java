package dev.daypack.simulation;

import java.util.List;

/**
 * The content of a raw part, made once and used in many lakes.
 *
 * @param index its place in the pool
 * @param rows what it holds, in its own order; empty if it is bad
 * @param bytes the Parquet file
 * @param pagesEnd where the pages end
 * @param isBad whether a page of it is broken, whenever it is read
 */
record PoolPart(int index, List<Row> rows, byte[] bytes, int pagesEnd, boolean isBad) {

    /** Equal contents have equal ETags, as on S3. */
    String contentTag() {
        return "part" + index;
    }
}
