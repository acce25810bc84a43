package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import java.util.OptionalLong;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Statistics;

/**
 * Reads one column chunk after the other to its end, the way packing does, and puts what it meets among the problems.
 * Values are decoded and dropped block by block. Not thread-safe.
 */
final class InspectionReader {

    private final Part part;
    private final InputLimits limits;
    private final Decompressors decompressors;
    private final BufferPool pool;
    private final InspectionProblems problems;

    private final InspectionEntries entries;
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
        this.entries = new InspectionEntries(part, limits, decompressors, pool);
        this.pagesToKeep = pagesToKeep;
    }

    /**
     * One chunk to be read.
     *
     * @param rowGroup place of its row group
     * @param place place of its column among the leaves
     * @param column schema of the column
     * @param rows of the row group
     * @param footer the footer's words
     * @param meta the same, checked
     * @param refusesNulls whether it is a sort column in which no row may be null
     */
    record Task(
            int rowGroup,
            int place,
            ColumnSchema column,
            long rows,
            ColumnChunk footer,
            ChunkMeta meta,
            boolean refusesNulls) {}

    /** Decodes every value of a column. */
    InspectionChunk decode(Task task) {
        return task.column().isNested()
                ? run(task, pages -> entries.decode(task, pages))
                : run(task, pages -> decodeAll(task, pages, null));
    }

    /** Decodes every value of the sort column, and follows its order. */
    InspectionChunk decodeKey(Task task, InspectionOrder order) {
        order.startGroup();
        InspectionChunk chunk = run(task, pages -> decodeAll(task, pages, order));
        order.endGroup(task.meta().valueCount());
        return chunk;
    }

    /** Reads a chunk and returns the nulls it met. */
    private interface Reading {
        long read(InspectionPages pages);
    }

    private InspectionChunk run(Task task, Reading reading) {
        InspectionPages pages = new InspectionPages(task.column(), pool, pagesToKeep);
        Outcome outcome = Outcome.SOUND;
        long nullCount = -1;
        try {
            nullCount = reading.read(pages);
            remarkOnNulls(task, pages, nullCount);
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

    /** Nothing in packing rests on these claims; to other readers they may matter. */
    private void remarkOnNulls(Task task, InspectionPages pages, long nullCount) {
        if (nullCount < 0) {
            return;
        }
        String where = "column " + task.column().name() + " in row group " + task.rowGroup();
        Statistics statistics = task.footer().getMeta_data().getStatistics();
        if (statistics != null && statistics.isSetNull_count() && statistics.getNull_count() != nullCount) {
            problems.addRemark(
                    where + ": its statistics claim " + statistics.getNull_count() + " nulls, there are " + nullCount);
        }
        if (pages.claimedNulls() >= 0 && pages.claimedNulls() != nullCount) {
            problems.addRemark(
                    where + ": its page headers claim " + pages.claimedNulls() + " nulls, there are " + nullCount);
        }
        if (nullCount < task.meta().valueCount() && InspectionAnnotation.isNullType(task.column())) {
            problems.addRemark(where + ": it is declared to hold nulls only and holds values; beside files in which it"
                    + " is of another type, it is refused");
        }
    }

    private long decodeAll(Task task, InspectionPages pages, InspectionOrder order) {
        boolean isBinary = task.column().kind() == ValueKind.BINARY;
        int[] ids = isBinary ? pool.ints(ColumnReader.BLOCK_ROWS) : null;
        long[] numbers = isBinary ? null : pool.longs(ColumnReader.BLOCK_ROWS);
        try (ColumnReader reader = new ColumnReader(part, task.column(), task.meta(), limits, pool, pages)) {
            long nullCount =
                    isBinary ? decodeBinaries(task, reader, pages, ids) : decodeNumbers(task, reader, order, numbers);
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
            if (task.refusesNulls() && nullKey == null && reader.blockNulls() > 0) {
                nullKey = nullKey(task, reader, rows);
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

    private PartRejectedException nullKey(Task task, ColumnReader reader, int rows) {
        return SourceKeys.nullKey(part, KeyColumn.of(task.column()), NullKeys.REJECT, reader, rows);
    }

    private long decodeBinaries(Task task, ColumnReader reader, InspectionPages pages, int[] ids) {
        BinaryVector values = new BinaryVector(ColumnReader.BLOCK_ROWS, 0);
        long nullCount = 0;
        PartRejectedException nullKey = null;
        // One row at the start of a page, whose encoding is not known yet.
        int pageRowsLeft = 0;
        while (reader.position() < reader.rows()) {
            int rows = reader.nextBlock(pageRowsLeft == 0 ? 1 : pages.binariesAtOnce(), decompressors);
            pageRowsLeft = (pageRowsLeft == 0 ? pages.presentValues() : pageRowsLeft) - rows;
            if (task.refusesNulls() && nullKey == null && reader.blockNulls() > 0) {
                nullKey = nullKey(task, reader, rows);
            }
            nullCount += reader.blockNulls();
            if (reader.isInDictionary()) {
                reader.takeIds(ids, 0);
            } else {
                values.clear();
                nulls.clear();
                reader.takeBinaries(values, nulls);
            }
        }
        if (nullKey != null) {
            throw nullKey;
        }
        return nullCount;
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
                    order.key().beyondClaim(order.groupMinimumRow(), least.getAsLong(), claimed.getAsLong()));
        }
    }
}
