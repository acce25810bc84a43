package dev.daypack.compact;

import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.output.ColumnWork;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.RowGroupRows;
import dev.daypack.output.Workbench;
import dev.daypack.store.S3Options;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a merge will take of memory at its peak, worked out from the footers before it starts. All of it follows from
 * the inputs and the settings, so whether a day fits is the same every time.
 *
 * @param limitBytes the setting
 * @param footerBytes of the table: where every column chunk of every part lies
 * @param keyBytes the sort keys of the sources that are open at once
 * @param rowGroupBytes order and identities of the rows of the row groups under way, and the runs of the next, unless
 *     it is merged only after the columns of this one are written
 * @param columnBytes the columns in work at once
 * @param outputBytes encoded chunks that wait for the rest of their row group
 * @param wholeBytes of parts that are kept whole
 * @param aheadBytes for what is fetched before it is read, by all days together
 * @param uploadBytes part buffers on their way to a store
 * @param readerBytes pages of sources that wait for the next row group; given up if there is no room
 * @param leastBytes without which nothing works: one row group, its largest column, one source
 */
public record MemoryPlan(
        long limitBytes,
        long footerBytes,
        long keyBytes,
        long rowGroupBytes,
        long columnBytes,
        long outputBytes,
        long wholeBytes,
        long aheadBytes,
        long uploadBytes,
        long readerBytes,
        long leastBytes) {

    private static final long KEY_BYTES = 8;

    /** Source, start and length of a run, in arrays that grow. */
    private static final long RUN_BYTES = 24;

    /** @param mostUploadBytes that a store's upload holds of a large file; of a small one it is a buffer */
    static MemoryPlan of(Table table, Workbench bench, long wholeBytes, long aheadBytes, long mostUploadBytes) {
        long footerBytes = table.heldBytes();
        long limit = bench.pool().ledger().limitBytes();
        OutputSettings settings = bench.settings();
        int rows = (int) Math.min(RowGroupRows.of(table, settings), table.rows());
        int rowGroups = table.rows() > rows ? RowGroupRows.groupsAtOnce(rows, limit) : 1;
        KeyOverlap overlap = KeyOverlap.of(table);
        List<ColumnWork> columns = columns(table, rows, settings);
        long rowGroup = BufferPool.lentBytes(rows, 4) + 2 * BufferPool.lentBytes(rows, 8);
        long chunks = columns.stream().mapToLong(ColumnWork::chunkBytes).sum();
        long readers = columns.stream().mapToLong(ColumnWork::readerBytes).sum() * overlap.sources();
        long half = limit / 2;
        long uploadBytes = Math.min(mostUploadBytes, parts(chunks * ((table.rows() + rows - 1) / Math.max(1, rows))));
        long fixed = footerBytes + rowGroup + wholeBytes + uploadBytes;
        long largest = columns.stream().mapToLong(ColumnWork::taskBytes).max().orElse(0);
        return new MemoryPlan(
                limit,
                footerBytes,
                Math.min(limit / 4, overlap.keyBytes()),
                rowGroups * rowGroup + (rowGroups == 1 ? 0 : runBytes(overlap, rows)),
                Math.min(Math.max(half, largest), atOnce(columns, bench.tasksAtOnce(rows))),
                rowGroups * chunks,
                wholeBytes,
                aheadBytes,
                uploadBytes,
                rowGroups == 1 ? 0 : readers,
                fixed + (overlap.sources() > 1 ? moved(columns, rows) : Math.min(fixed, largest)));
    }

    /**
     * Where rows change places there is no way around the values of a column, twice, and the keys, while the encoded
     * chunks of the others wait; elsewhere no more than half of the setting is held of a column.
     */
    private static long moved(List<ColumnWork> columns, int rows) {
        long values = columns.stream().mapToLong(ColumnWork::valueBytes).max().orElse(0);
        long waiting = columns.stream().mapToLong(ColumnWork::waitingBytes).sum();
        return values + waiting + KEY_BYTES * rows;
    }

    /** At worst every row is a run of its own. */
    private static long runBytes(KeyOverlap overlap, int rows) {
        return overlap.sources() > 1 ? RUN_BYTES * rows : 0;
    }

    /** In whole part buffers. */
    private static long parts(long bytes) {
        return (bytes / S3Options.PART_BYTES + 1) * S3Options.PART_BYTES;
    }

    private static List<ColumnWork> columns(Table table, int rows, OutputSettings settings) {
        List<ColumnWork> columns = new ArrayList<>();
        for (int column = 0; column < table.columns().size(); column++) {
            columns.add(ColumnWork.of(table, column, rows, settings));
        }
        columns.add(ColumnWork.ofSeq(rows, settings));
        return columns;
    }

    /** The largest so many. */
    private static long atOnce(List<ColumnWork> columns, int tasks) {
        return columns.stream()
                .map(ColumnWork::taskBytes)
                .sorted(Comparator.reverseOrder())
                .limit(tasks)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Counts what no pool lends, and sets the room for the rest, until it is closed. */
    public Begun begin(MemoryLedger account) {
        return begin(account, footerBytes + mergeBytes());
    }

    /** The same of a merge that has the whole setting to itself. */
    public Begun beginAlone(MemoryLedger account) {
        return begin(account, limitBytes);
    }

    private Begun begin(MemoryLedger account, long bytes) {
        account.allot(bytes, columnBytes);
        account.reserve(footerBytes);
        return new Begun(account, footerBytes);
    }

    /** A merge by its plan. */
    public record Begun(MemoryLedger account, long countedBytes) implements AutoCloseable {

        @Override
        public void close() {
            account.release(countedBytes);
        }
    }

    /** Of this day, at most the setting: what there is no room for beyond it is given up. */
    public long peakBytes() {
        return Math.min(limitBytes, footerBytes + aheadBytes + mergeBytes());
    }

    /** Without the footers and what is fetched ahead, for which there is room already. */
    long mergeBytes() {
        long work = keyBytes + rowGroupBytes + columnBytes + outputBytes + uploadBytes;
        long room = MemoryAdmission.mergeBytes(limitBytes);
        return Math.max(Math.min(work, limitBytes), Math.min(room, work + readerBytes));
    }

    /** @throws MemoryExceededException with the arithmetic, if the merge does not even fit when it is alone */
    public MemoryPlan orRefuse() {
        if (leastBytes > limitBytes) {
            long work = leastBytes - footerBytes - wholeBytes - uploadBytes;
            throw new MemoryExceededException("a row group and the largest of its columns take " + work
                    + " bytes, the footers " + footerBytes + ", the upload and small parts "
                    + (uploadBytes + wholeBytes) + ": " + leastBytes + " bytes in all, and memory is " + limitBytes
                    + "; set memory to " + leastBytes + " or more, or row-group-rows to fewer");
        }
        return this;
    }
}
