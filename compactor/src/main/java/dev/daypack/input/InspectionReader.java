package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import java.util.OptionalLong;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;

/**
 * Reads one column chunk after the other to its end, the way packing does, and puts what it meets among the problems.
 * Values are decoded and dropped block by block. Not thread-safe.
 */
final class InspectionReader {

    /** Bytes that the values of a block may take where a few bytes of a page can stand for many. */
    private static final int BLOCK_BYTES = 16 << 20;

    private final Part part;
    private final InputLimits limits;
    private final Decompressors decompressors;
    private final BufferPool pool;
    private final InspectionProblems problems;

    private final NullMask nulls = new NullMask();
    private int pagesToKeep;

    /** @param pagesToKeep pages of the file that are kept to be shown */
    InspectionReader(
            Part part,
            InputLimits limits,
            Decompressors decompressors,
            BufferPool pool,
            InspectionProblems problems,
            int pagesToKeep) {
        this.part = part;
        this.limits = limits;
        this.decompressors = decompressors;
        this.pool = pool;
        this.problems = problems;
        this.pagesToKeep = pagesToKeep;
    }

    /**
     * One chunk to be read.
     *
     * @param rowGroup place of its row group
     * @param place place of its column among the leaves
     * @param column schema of the column
     * @param footer the footer's words
     * @param meta the same, checked
     */
    record Task(int rowGroup, int place, ColumnSchema column, ColumnChunk footer, ChunkMeta meta) {}

    /** Decodes every value of a flat column. */
    InspectionChunk decode(Task task) {
        return run(task, pages -> decodeAll(task, pages, null), Outcome.SOUND);
    }

    /** Decodes every value of the sort column, and follows its order. */
    InspectionChunk decodeKey(Task task, InspectionOrder order) {
        order.startGroup();
        InspectionChunk chunk = run(task, pages -> decodeAll(task, pages, order), Outcome.SOUND);
        order.endGroup(task.meta().valueCount());
        return chunk;
    }

    /** Fetches and decompresses every page of a column whose values are not read. */
    InspectionChunk walk(Task task) {
        return run(task, pages -> walkAll(task, pages), Outcome.PAGES_ONLY);
    }

    /** Reads a chunk and returns the nulls it met. */
    private interface Reading {
        long read(InspectionPages pages);
    }

    private InspectionChunk run(Task task, Reading reading, Outcome good) {
        InspectionPages pages = new InspectionPages(task.column(), pool, pagesToKeep);
        Outcome outcome = good;
        long nullCount = -1;
        try {
            nullCount = reading.read(pages);
        } catch (MemoryExceededException e) {
            problems.addUnread("", e.getMessage());
            outcome = Outcome.UNREAD;
        } catch (PartRejectedException e) {
            problems.add(e, task.rowGroup(), e.offset() < 0 ? -1 : pages.placeOf(e.offset()));
            outcome = e.reason() == Reason.UNSUPPORTED ? Outcome.UNREAD : Outcome.BROKEN;
        }
        InspectionChunk chunk = new InspectionChunk(
                task.place(),
                task.footer(),
                outcome,
                pages.finish(outcome == Outcome.BROKEN),
                pages.count(),
                pages.dataPages(),
                pages.checksums(),
                outcome == Outcome.SOUND ? task.meta().valueCount() : pages.values(),
                nullCount);
        pagesToKeep -= chunk.pages().size();
        return chunk;
    }

    private long decodeAll(Task task, InspectionPages pages, InspectionOrder order) {
        boolean isBinary = task.column().kind() == ValueKind.BINARY;
        int[] ids = isBinary ? pool.ints(ColumnReader.BLOCK_ROWS) : null;
        long[] numbers = isBinary ? null : pool.longs(ColumnReader.BLOCK_ROWS);
        try (ColumnReader reader = new ColumnReader(part, task.column(), task.meta(), limits, pool, pages)) {
            long nullCount =
                    isBinary ? decodeBinaries(reader, pages, ids) : decodeNumbers(task, reader, order, numbers);
            reader.checkEnd();
            return nullCount;
        } finally {
            if (isBinary) {
                pool.giveBack(ids);
            } else {
                pool.giveBack(numbers);
            }
        }
    }

    private long decodeNumbers(Task task, ColumnReader reader, InspectionOrder order, long[] numbers) {
        long nullCount = 0;
        PartRejectedException nullKey = null;
        while (reader.position() < reader.rows()) {
            int rows = reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
            if (order != null && nullKey == null && reader.blockNulls() > 0) {
                nullKey = SourceKeys.nullKey(part, task.column().name(), reader, rows);
            }
            nullCount += reader.blockNulls();
            nulls.clear();
            reader.takeLongs(numbers, 0, nulls);
            if (order != null) {
                order.key().toKeys(numbers, 0, rows);
                order.add(numbers, rows, nulls);
            }
        }
        // Thrown only now, so that the order is known of all rows.
        if (nullKey != null) {
            throw nullKey;
        }
        if (order != null) {
            checkClaimedMinimum(task, order);
        }
        return nullCount;
    }

    private long decodeBinaries(ColumnReader reader, InspectionPages pages, int[] ids) {
        BinaryVector values = new BinaryVector(ColumnReader.BLOCK_ROWS, 0);
        long nullCount = 0;
        int pageRowsLeft = 0;
        while (reader.position() < reader.rows()) {
            int rows = reader.nextBlock(blockRows(pages, pageRowsLeft), decompressors);
            pageRowsLeft = (pageRowsLeft == 0 ? pages.presentValues() : pageRowsLeft) - rows;
            nullCount += reader.blockNulls();
            if (reader.isInDictionary()) {
                reader.takeIds(ids, 0);
            } else {
                values.clear();
                nulls.clear();
                reader.takeBinaries(values, nulls);
            }
        }
        return nullCount;
    }

    /** Rows of the next block of binary values; one at the start of a page, whose encoding is not known yet. */
    private static int blockRows(InspectionPages pages, int pageRowsLeft) {
        if (pageRowsLeft == 0) {
            return 1;
        }
        InspectionPage page = pages.present();
        if (page.encoding() != Encoding.DELTA_BYTE_ARRAY.getValue()) {
            return ColumnReader.BLOCK_ROWS;
        }
        // No value is longer than its page, but each may be as long.
        return Math.max(1, Math.min(ColumnReader.BLOCK_ROWS, BLOCK_BYTES / Math.max(1, page.uncompressedBytes())));
    }

    private void checkClaimedMinimum(Task task, InspectionOrder order) {
        OptionalLong claimed =
                order.key().claimedMinimum(task.footer().getMeta_data().getStatistics());
        OptionalLong least = order.groupMinimum();
        if (claimed.isPresent() && least.isPresent() && least.getAsLong() < claimed.getAsLong()) {
            throw new PartRejectedException(
                    Reason.BAD_KEY,
                    part.name(),
                    task.column().name(),
                    -1,
                    "row " + order.groupMinimumRow() + " has the key "
                            + order.key().toValue(least.getAsLong())
                            + ", below the minimum that the file's statistics claim, "
                            + order.key().toValue(claimed.getAsLong())
                            + "; write the file anew with right statistics, or without");
        }
    }

    private long walkAll(Task task, InspectionPages pages) {
        PageStream stream = new PageStream(part, task.column(), task.meta(), limits, pool, pages);
        try {
            while (stream.next(decompressors)) {
                if (pages.values() > task.meta().valueCount()) {
                    break;
                }
            }
            if (pages.values() != task.meta().valueCount()) {
                throw stream.corrupt(
                        "the pages hold " + (pages.values() > task.meta().valueCount() ? "at least " : "")
                                + pages.values() + " values, the footer says "
                                + task.meta().valueCount(),
                        null);
            }
            return -1;
        } finally {
            stream.release();
        }
    }
}
