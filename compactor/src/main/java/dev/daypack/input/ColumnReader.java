package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.IntDecoder;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * Reads one flat column of the table out of a part's pages. A block lies in one page; a column that the part lacks
 * reads as ids that are all null. Not thread-safe.
 */
public final class ColumnReader implements ColumnBlocks, Resumable {

    /** Rows of a block: small enough that what is decoded stays in the nearest cache. */
    public static final int BLOCK_ROWS = 8192;

    private final LeafSource leaf;
    private final long rows;

    /** Null if the part lacks the column. */
    private final ColumnPages pages;

    private final BufferPool pool;

    /** Of a column without values: what its nulls are ids of. */
    private ValueDictionary nothing;

    private int[] levels;
    private long rowsTaken;
    private int pageRowsLeft;
    private long firstRowOfPage;

    /** Nulls that a v2 page still has to have, by its header; -1 if it does not say. */
    private int pageNullsLeft = -1;

    private int blockRows;
    private int blockNulls;

    /** A column that is read as it stands. */
    public ColumnReader(Part part, ColumnSchema column, ChunkMeta chunk, InputLimits limits, BufferPool pool) {
        this(part, column, chunk, limits, pool, InspectionWatch.NONE);
    }

    /** @param watch told of each page */
    ColumnReader(
            Part part,
            ColumnSchema column,
            ChunkMeta chunk,
            InputLimits limits,
            BufferPool pool,
            InspectionWatch watch) {
        this(part, LeafSource.asIs(0, column), chunk.valueCount(), chunk, limits, pool, watch);
    }

    /** @param chunk null if the part lacks the column */
    ColumnReader(Part part, LeafSource leaf, long rows, ChunkMeta chunk, InputLimits limits, BufferPool pool) {
        this(part, leaf, rows, chunk, limits, pool, InspectionWatch.NONE);
    }

    private ColumnReader(
            Part part,
            LeafSource leaf,
            long rows,
            ChunkMeta chunk,
            InputLimits limits,
            BufferPool pool,
            InspectionWatch watch) {
        this.leaf = leaf;
        this.rows = rows;
        this.pool = pool;
        // The levels of a donor are of no use to a flat column: whatever they are, its rows are null.
        boolean isLacking = leaf.isAbsent() || (!leaf.hasValues() && !leaf.forbidsValues());
        this.pages = isLacking ? null : new ColumnPages(part, leaf, chunk, limits, pool, watch);
        this.nothing = leaf.hasValues() ? null : new ValueDictionary(pool, 0, pool.longs(1));
    }

    @Override
    public long position() {
        return rowsTaken;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public int nextBlock(int maxRows, Decompressors decompressors) {
        if (pages == null) {
            blockRows = (int) Math.min(Math.min(maxRows, BLOCK_ROWS), rows - rowsTaken);
            blockNulls = blockRows;
            fillLevels();
            return blockRows;
        }
        while (pageRowsLeft == 0) {
            nextPage(decompressors);
        }
        blockRows = Math.min(Math.min(maxRows, BLOCK_ROWS), pageRowsLeft);
        blockNulls = leaf.column().isOptional() ? readLevels(blockRows) : 0;
        if (!leaf.hasValues() && blockNulls < blockRows) {
            throw pages.corrupt("a value in a column that is declared to be null throughout");
        }
        return blockRows;
    }

    private void fillLevels() {
        if (levels == null) {
            levels = pool.ints(BLOCK_ROWS);
            Arrays.fill(levels, 0, BLOCK_ROWS, 0);
        }
    }

    @Override
    public boolean isInDictionary() {
        return !leaf.hasValues() || pages.values().isInDictionary();
    }

    /** The dictionary of this chunk; it stays the same object as long as the reader is not closed. */
    @Override
    public ValueDictionary dictionary() {
        return leaf.hasValues() ? pages.dictionary() : nothing;
    }

    @Override
    public int blockNulls() {
        return blockNulls;
    }

    @Override
    public int blockRun() {
        if (blockNulls == blockRows) {
            return -1;
        }
        if (blockNulls > 0) {
            return NO_RUN;
        }
        try {
            return pages.values().idRun(blockRows, pages.dictionary().size());
        } catch (MalformedDataException e) {
            throw pages.rejected(e);
        }
    }

    @Override
    public void pass() {
        int present = blockRows - blockNulls;
        if (present > 0) {
            try {
                pages.values().skip(present);
            } catch (MalformedDataException e) {
                throw pages.rejected(e);
            }
        }
        endBlock();
    }

    @Override
    public void takeIds(int[] into, int at) {
        int present = blockRows - blockNulls;
        if (present > 0) {
            try {
                pages.values().ids(into, at, present, pages.dictionary().size());
            } catch (MalformedDataException e) {
                throw pages.rejected(e);
            }
        }
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = levels[row] == 0 ? -1 : into[--from];
            }
        }
        endBlock();
    }

    @Override
    public void takeInts(int[] into, int at, NullMask nulls) {
        int present = blockRows - blockNulls;
        if (present > 0) {
            try {
                pages.values().ints(into, at, present, pages.dictionary());
            } catch (MalformedDataException e) {
                throw pages.rejected(e);
            }
        }
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = isNullAt(row, at, nulls) ? 0 : into[--from];
            }
        }
        endBlock();
    }

    @Override
    public void takeLongs(long[] into, int at, NullMask nulls) {
        int present = blockRows - blockNulls;
        if (present > 0) {
            try {
                pages.values().longs(into, at, present, pages.dictionary());
            } catch (MalformedDataException e) {
                throw pages.rejected(e);
            }
        }
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = isNullAt(row, at, nulls) ? 0 : into[--from];
            }
        }
        endBlock();
    }

    @Override
    public void takeBinaries(BinaryVector into, NullMask nulls) {
        int first = into.count();
        if (blockNulls == 0) {
            decodeBinaries(into, blockRows);
        } else {
            takeBinariesBetweenNulls(into, nulls, first);
        }
        endBlock();
    }

    private void decodeBinaries(BinaryVector into, int count) {
        try {
            pages.values().binaries(into, count, pages.dictionary());
        } catch (MalformedDataException e) {
            throw pages.rejected(e);
        }
    }

    private void takeBinariesBetweenNulls(BinaryVector into, NullMask nulls, int at) {
        int row = 0;
        while (row < blockRows) {
            int from = row;
            while (row < blockRows && levels[row] != 0) {
                row++;
            }
            int present = row - from;
            if (present > 0) {
                decodeBinaries(into, present);
            }
            for (; row < blockRows && isNullAt(row, at, nulls); row++) {
                into.append(into.bytes(), 0, 0);
            }
        }
    }

    @Override
    public void skip(long count, Decompressors decompressors) {
        long left = count;
        while (left > 0) {
            int block = nextBlock((int) Math.min(left, BLOCK_ROWS), decompressors);
            pass();
            left -= block;
        }
    }

    private boolean isNullAt(int row, int at, NullMask nulls) {
        if (levels[row] != 0) {
            return false;
        }
        nulls.set(at + row);
        return true;
    }

    private void endBlock() {
        rowsTaken += blockRows;
        pageRowsLeft -= blockRows;
        countNulls();
        blockRows = 0;
    }

    private void countNulls() {
        if (pageNullsLeft < 0) {
            return;
        }
        if (blockNulls > pageNullsLeft || (pageRowsLeft == 0 && blockNulls < pageNullsLeft)) {
            throw pages.corrupt(
                    "the page claims " + pages.header().nullCount + " nulls, its levels have more or fewer");
        }
        pageNullsLeft -= blockNulls;
    }

    /** Fills the levels of a block and counts its nulls; free when the encoding says that all rows are alike. */
    private int readLevels(int count) {
        try {
            IntDecoder decoder = pages.values().definitions();
            int run = pages.values().definitionRun(count);
            if (run == 1) {
                decoder.skip(count);
                return 0;
            }
            if (levels == null) {
                levels = pool.ints(BLOCK_ROWS);
            }
            decoder.decode(levels, 0, count);
            int present = 0;
            for (int i = 0; i < count; i++) {
                present += levels[i];
            }
            return count - present;
        } catch (MalformedDataException e) {
            throw pages.rejected(e);
        }
    }

    private void nextPage(Decompressors decompressors) {
        if (!pages.next(decompressors, rowsTaken)) {
            throw pages.corrupt("the column chunk ends after " + rowsTaken + " of " + rows + " rows");
        }
        pageRowsLeft = pages.header().valueCount;
        // A page that is given out in pieces is counted by nobody.
        boolean isCounted = leaf.column().isOptional()
                && pages.header().type == PageHeader.DATA_V2
                && !pages.isContinued()
                && !pages.hasPieces();
        pageNullsLeft = isCounted && isNullCountTold() ? pages.header().nullCount : -1;
        firstRowOfPage = pages.isContinued() ? firstRowOfPage : rowsTaken;
        if (pageRowsLeft > rows - rowsTaken) {
            throw pages.corrupt("the pages hold more rows than the " + rows + " of the footer");
        }
    }

    /**
     * Told not to write statistics, writers did not count nulls either: Arrow C++ before 12 says 0 then (GH-34326),
     * parquet-java -1 (GH-3585). Both leave the page's statistics out.
     */
    private boolean isNullCountTold() {
        return pages.header().nullCount > 0 || pages.header().hasStatistics;
    }

    @Override
    public void park() {
        if (pages != null) {
            pages.park();
        }
        giveBackLevels();
    }

    /** They are of use within a block only. */
    private void giveBackLevels() {
        if (levels != null) {
            pool.giveBack(levels);
            levels = null;
        }
    }

    @Override
    public void checkEnd() {
        if (pages == null) {
            return;
        }
        if (rowsTaken != rows) {
            throw pages.corrupt("only " + rowsTaken + " of " + rows + " rows were taken");
        }
        if (pageRowsLeft > 0 || pages.hasMoreValues()) {
            throw pages.corrupt("pages follow after the " + rows + " rows of the footer");
        }
    }

    @Override
    public long heldBytes() {
        return pages == null ? 0 : pages.heldBytes();
    }

    @Override
    public Bookmark bookmark() {
        if (pages == null) {
            return new Bookmark(0, rowsTaken, rowsTaken);
        }
        return pageRowsLeft == 0 && !pages.hasPieces()
                ? new Bookmark(pages.nextOffset(), rowsTaken, rowsTaken)
                : new Bookmark(pages.pageOffset(), firstRowOfPage, firstRowOfPage);
    }

    @Override
    public void resume(Bookmark bookmark, Decompressors decompressors) {
        if (bookmark.firstRow() == 0) {
            return;
        }
        if (pages != null) {
            pages.resume(bookmark.pageOffset(), decompressors);
        }
        rowsTaken = bookmark.firstRow();
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        giveBackLevels();
        if (nothing != null) {
            nothing.close();
            nothing = null;
        }
    }
}
