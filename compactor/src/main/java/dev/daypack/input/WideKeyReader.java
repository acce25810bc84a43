package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeyBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the sort columns of one row group in step and makes wide keys of them, block by block, although the pages of
 * the columns are cut at different rows: of each column some rows of one page are in hand, and a block has as many keys
 * as every column has rows left. So no more is held than a page of each column, or about {@value #TARGET_BYTES} bytes
 * where a few ids stand for long values. What is in hand is in the ledger. Not thread-safe.
 */
public final class WideKeyReader implements AutoCloseable {

    /** Of the values of a dictionary-encoded column that are in hand, unless one alone is larger. */
    static final int TARGET_BYTES = 1 << 20;

    private static final int INITIAL_KEYS = 1024;

    private final SortKey key;
    private final Part part;
    private final BufferPool pool;
    private final List<Cells> cells = new ArrayList<>();
    private final KeyBlock block = new KeyBlock(INITIAL_KEYS, 1 << 14);
    private final long rows;
    private long rowsTaken;
    private long reservedBytes;

    /**
     * @param part for messages
     * @param readers of the sort columns, from their first row on; closed with this
     * @param rows of each
     */
    public WideKeyReader(SortKey key, Part part, List<ColumnReader> readers, long rows, BufferPool pool) {
        this.key = key;
        this.part = part;
        this.pool = pool;
        this.rows = rows;
        for (int i = 0; i < readers.size(); i++) {
            cells.add(new Cells(key.columns().get(i), readers.get(i)));
        }
    }

    /** Of a source of a table. */
    static WideKeyReader of(Table table, Table.Source source, InputLimits limits, BufferPool pool) {
        List<ColumnReader> readers = table.key().columns().stream()
                .map(column -> source.reader(column.index(), limits, pool))
                .toList();
        return new WideKeyReader(table.key(), source.part(), readers, source.rows(), pool);
    }

    /** Rows read so far. */
    public long position() {
        return rowsTaken;
    }

    /**
     * Reads the next keys, in the order of the rows.
     *
     * @return valid until the next call; null at the end
     * @throws PartRejectedException if the bytes are broken, or a key is null and may not be
     */
    public KeyBlock next(Decompressors decompressors) {
        if (rowsTaken == rows) {
            return null;
        }
        int least = Integer.MAX_VALUE;
        for (Cells column : cells) {
            column.fill(rows - rowsTaken, decompressors);
            least = Math.min(least, column.rowsLeft());
        }
        int count = least;
        block.clear();
        for (int row = 0; row < count; row++) {
            key.append(cells, row, block);
        }
        cells.forEach(column -> column.take(count));
        rowsTaken += count;
        account();
        return block;
    }

    /** The chunks were read to their last row: nothing may follow it. */
    public void checkEnd() {
        cells.forEach(column -> column.reader.checkEnd());
    }

    private void account() {
        long held =
                block.heapBytes() + cells.stream().mapToLong(Cells::heapBytes).sum();
        pool.ledger().reserve(held);
        pool.ledger().release(reservedBytes);
        reservedBytes = held;
    }

    @Override
    public void close() {
        cells.forEach(column -> column.reader.close());
        pool.ledger().release(reservedBytes);
        reservedBytes = 0;
    }

    /** The values of some rows of one column; row 0 is the first that no key was made of. */
    private final class Cells implements KeyCells {
        private final KeyColumn column;
        private final ColumnReader reader;
        private final boolean isBinary;
        private final NullMask nulls = new NullMask();
        private final BinaryVector binaries = new BinaryVector(INITIAL_KEYS, 1024);
        private long[] longs = {};
        private int from;
        private int to;

        /** One row shows how long the values of the dictionary are. */
        private int mostRows = 1;

        Cells(KeyColumn column, ColumnReader reader) {
            this.column = column;
            this.reader = reader;
            this.isBinary = column.column().kind() == ValueKind.BINARY;
        }

        int rowsLeft() {
            return to - from;
        }

        void take(int count) {
            from += count;
        }

        /** Makes sure that there is a row. */
        void fill(long rowsLeft, Decompressors decompressors) {
            if (from < to) {
                return;
            }
            from = 0;
            to = reader.nextBlock((int) Math.min(rowsLeft, mostRows), decompressors);
            if (reader.blockNulls() > 0 && column.nulls() == NullKeys.REJECT) {
                throw SourceKeys.nullKey(part, column, key.nullKeys(), reader, to);
            }
            boolean isFirst = mostRows == 1 && reader.position() == 0;
            nulls.clear();
            binaries.clear();
            if (isBinary) {
                reader.takeBinaries(binaries, nulls);
            } else {
                longs = longs.length < to ? new long[to] : longs;
                reader.takeLongs(longs, 0, nulls);
            }
            if (isFirst) {
                mostRows = TARGET_BYTES / Math.max(TARGET_BYTES / ColumnReader.BLOCK_ROWS, longest());
                mostRows = Math.max(1, mostRows);
            }
        }

        /** Bytes of the longest value of the dictionary, if there is one. */
        private int longest() {
            int longest = 0;
            ValueDictionary dictionary = reader.dictionary();
            if (dictionary != null && dictionary.binaries() != null) {
                BinaryVector values = dictionary.binaries();
                for (int id = 0; id < values.count(); id++) {
                    longest = Math.max(longest, values.length(id));
                }
            }
            return longest;
        }

        long heapBytes() {
            return 8L * longs.length + binaries.bytes().length + 4L * INITIAL_KEYS;
        }

        @Override
        public boolean isNull(int row) {
            return nulls.isNull(from + row);
        }

        @Override
        public long bits(int row) {
            return longs[from + row];
        }

        @Override
        public byte[] bytes(int row) {
            return binaries.bytes();
        }

        @Override
        public int start(int row) {
            return binaries.start(from + row);
        }

        @Override
        public int length(int row) {
            return binaries.length(from + row);
        }
    }
}
