package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.memory.BufferPool;

/**
 * Decodes nested columns to their ends, entry by entry, and drops what comes out. Levels, rows, pages and values are
 * checked by the reader that packing uses. Not thread-safe.
 */
final class InspectionEntries {

    private final Part part;
    private final InputLimits limits;
    private final Decompressors decompressors;
    private final BufferPool pool;

    InspectionEntries(Part part, InputLimits limits, Decompressors decompressors, BufferPool pool) {
        this.part = part;
        this.limits = limits;
        this.decompressors = decompressors;
        this.pool = pool;
    }

    /**
     * Reads a whole chunk.
     *
     * @return how many of its entries have no value: nulls, and lists without elements or that are null themselves
     */
    long decode(InspectionReader.Task task, InspectionPages pages) {
        LeafSource leaf = LeafSource.asIs(0, task.column());
        boolean isBinary = task.column().kind() == ValueKind.BINARY;
        long[] numbers = isBinary ? null : pool.longs(NestedReader.BLOCK_ENTRIES);
        int[] ids = isBinary ? pool.ints(NestedReader.BLOCK_ENTRIES) : null;
        BinaryVector texts = isBinary ? new BinaryVector(NestedReader.BLOCK_ENTRIES, 0) : null;
        try (NestedReader reader = new NestedReader(part, leaf, task.rows(), task.meta(), limits, pool, pages)) {
            long without = 0;
            int entries;
            while ((entries = reader.nextBlock(task.rows(), decompressors)) > 0) {
                without += entries - reader.blockPresent();
                if (isBinary && reader.isInDictionary()) {
                    reader.takeIds(ids, 0);
                } else if (isBinary) {
                    takeTexts(reader, pages, texts);
                } else {
                    reader.takeLongs(numbers, 0);
                }
            }
            reader.checkEnd();
            return without;
        } finally {
            if (isBinary) {
                pool.giveBack(ids);
            } else {
                pool.giveBack(numbers);
            }
        }
    }

    /** A few at a time, since a small page can stand for many large values. */
    private static void takeTexts(NestedReader reader, InspectionPages pages, BinaryVector texts) {
        int left = reader.blockPresent();
        while (left > 0) {
            int count = Math.min(left, pages.binariesAtOnce());
            texts.clear();
            reader.takeBinaries(texts, count);
            left -= count;
        }
    }
}
