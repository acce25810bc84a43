package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.IntDecoder;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.memory.BufferPool;

/**
 * Reads one flat column chunk from its first row to its last, in blocks of at most {@value #BLOCK_ROWS} rows of one
 * page. A block is announced by {@link #nextBlock} and taken by exactly one of the {@code take} methods, or passed
 * over.
 *
 * <p>Null rows become -1 among ids, and 0 or an empty value among values, with a mark in the null mask.
 * Not thread-safe.
 */
public final class ColumnReader implements AutoCloseable {

    /** Rows of a block: small enough that what is decoded stays in the nearest cache. */
    public static final int BLOCK_ROWS = 8192;

    private final ColumnSchema column;
    private final ChunkMeta chunk;
    private final PageStream pages;
    private final PageValues values;
    private final BufferPool pool;

    private int[] levels;
    private ValueDictionary dictionary;
    private long rowsTaken;
    private int pageRowsLeft;
    private long firstRowOfPage;
    private int blockRows;
    private int blockNulls;

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
        this.column = column;
        this.chunk = chunk;
        this.pool = pool;
        this.pages = new PageStream(part, column, chunk, limits, pool, watch);
        this.values = new PageValues(column, limits);
    }

    /** Rows passed so far. */
    public long position() {
        return rowsTaken;
    }

    public long rows() {
        return chunk.valueCount();
    }

    /**
     * Announces the next rows.
     *
     * @param maxRows at least 1
     * @return how many rows the block has, from 1 to {@code maxRows}
     * @throws PartRejectedException if the bytes are broken or the chunk has fewer rows than its footer says
     */
    public int nextBlock(int maxRows, Decompressors decompressors) {
        while (pageRowsLeft == 0) {
            nextPage(decompressors);
        }
        blockRows = Math.min(Math.min(maxRows, BLOCK_ROWS), pageRowsLeft);
        blockNulls = column.isOptional() ? readLevels(blockRows) : 0;
        return blockRows;
    }

    /** Whether the block's rows are ids of {@link #dictionary}. */
    public boolean isInDictionary() {
        return values.isInDictionary();
    }

    /** The dictionary of this chunk; it stays the same object as long as the reader is not released. */
    public ValueDictionary dictionary() {
        return dictionary;
    }

    public int blockNulls() {
        return blockNulls;
    }

    /** Takes the block as dictionary ids; null rows become -1. */
    public void takeIds(int[] into, int at) {
        int present = blockRows - blockNulls;
        decode(() -> values.ids(into, at, present, dictionary.size()));
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = levels[row] == 0 ? -1 : into[--from];
            }
        }
        endBlock();
    }

    /** Takes the block of an INT column. */
    public void takeInts(int[] into, int at, NullMask nulls) {
        int present = blockRows - blockNulls;
        decode(() -> values.ints(into, at, present, dictionary));
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = isNullAt(row, at, nulls) ? 0 : into[--from];
            }
        }
        endBlock();
    }

    /** Takes the block of a LONG column, or of an INT column sign-extended. */
    public void takeLongs(long[] into, int at, NullMask nulls) {
        int present = blockRows - blockNulls;
        decode(() -> values.longs(into, at, present, dictionary));
        if (blockNulls > 0) {
            int from = at + present;
            for (int row = blockRows - 1; row >= 0; row--) {
                into[at + row] = isNullAt(row, at, nulls) ? 0 : into[--from];
            }
        }
        endBlock();
    }

    /** Takes the block of a BINARY column: one value for each row, appended. */
    public void takeBinaries(BinaryVector into, NullMask nulls) {
        int first = into.count();
        if (blockNulls == 0) {
            decode(() -> values.binaries(into, blockRows, dictionary));
        } else {
            takeBinariesBetweenNulls(into, nulls, first);
        }
        endBlock();
    }

    private void takeBinariesBetweenNulls(BinaryVector into, NullMask nulls, int at) {
        int row = 0;
        while (row < blockRows) {
            int from = row;
            while (row < blockRows && levels[row] != 0) {
                row++;
            }
            int present = row - from;
            decode(() -> values.binaries(into, present, dictionary));
            for (; row < blockRows && isNullAt(row, at, nulls); row++) {
                into.append(into.bytes(), 0, 0);
            }
        }
    }

    /** Passes over rows without looking at their values. */
    public void skip(long rows, Decompressors decompressors) {
        long left = rows;
        while (left > 0) {
            int block = nextBlock((int) Math.min(left, BLOCK_ROWS), decompressors);
            int present = block - blockNulls;
            decode(() -> values.skip(present));
            endBlock();
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
        blockRows = 0;
    }

    /** Fills the levels of a block and counts its nulls; free when the encoding says that all are present. */
    private int readLevels(int count) {
        IntDecoder decoder = values.levels();
        boolean[] allPresent = new boolean[1];
        decode(() -> allPresent[0] = values.levelRun(count) == 1);
        if (allPresent[0]) {
            decode(() -> decoder.skip(count));
            return 0;
        }
        if (levels == null) {
            levels = pool.ints(BLOCK_ROWS);
        }
        decode(() -> decoder.decode(levels, 0, count));
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += levels[i];
        }
        return count - present;
    }

    private void nextPage(Decompressors decompressors) {
        if (!pages.next(decompressors)) {
            throw pages.corrupt(
                    "the column chunk ends after " + rowsTaken + " of " + chunk.valueCount() + " rows", null);
        }
        PageHeader header = pages.header();
        if (header.type == PageHeader.DICTIONARY) {
            decode(this::openDictionary);
        } else if (header.type == PageHeader.DATA || header.type == PageHeader.DATA_V2) {
            decode(() -> values.open(pages.header(), pages.page(), pages.pageFrom(), pages.pageTo()));
            checkDictionaryPresent();
            pageRowsLeft = header.valueCount;
            firstRowOfPage = rowsTaken;
            if (pageRowsLeft > chunk.valueCount() - rowsTaken) {
                throw pages.corrupt("the pages hold more rows than the " + chunk.valueCount() + " of the footer", null);
            }
        } else {
            throw pages.unsupported("page type " + header.type + " is not read by this version");
        }
    }

    private void openDictionary() {
        if (dictionary != null || rowsTaken > 0) {
            throw new MalformedDataException("a second dictionary page");
        }
        dictionary = values.dictionary(pages.header(), pages.page(), pages.pageFrom(), pages.pageTo(), pool);
    }

    private void checkDictionaryPresent() {
        if (values.isInDictionary() && dictionary == null) {
            throw pages.corrupt("a dictionary-encoded page without a dictionary", null);
        }
    }

    /** Runs a step of decoding; whatever is malformed is told with part, column and page. */
    private void decode(Runnable step) {
        try {
            step.run();
        } catch (UnsupportedFeatureException e) {
            throw pages.unsupported(e.getMessage());
        } catch (MalformedDataException e) {
            throw pages.corrupt(e.getMessage(), e);
        }
    }

    /** Between uses: gives the window back and keeps page and dictionary, so that reading goes on where it was. */
    public void park() {
        pages.releaseWindow();
    }

    /** The whole chunk was taken: nothing may follow its last row. */
    public void checkEnd() {
        if (rowsTaken != chunk.valueCount()) {
            throw pages.corrupt("only " + rowsTaken + " of " + chunk.valueCount() + " rows were taken", null);
        }
        if (pageRowsLeft > 0 || pages.hasMoreValues()) {
            throw pages.corrupt("pages follow after the " + chunk.valueCount() + " rows of the footer", null);
        }
    }

    /**
     * A place to come back to without reading what lies before.
     *
     * @param pageOffset file offset of a page's header
     * @param firstRow of that page
     */
    public record Bookmark(long pageOffset, long firstRow) {}

    /** The page in hand, or the chunk's start if there is none yet. */
    public Bookmark bookmark() {
        return pageRowsLeft == 0
                ? new Bookmark(pages.nextOffset(), rowsTaken)
                : new Bookmark(pages.pageOffset(), firstRowOfPage);
    }

    /** Goes on from a bookmark of an earlier reader of the same chunk; only before anything was read. */
    public void resume(Bookmark bookmark, Decompressors decompressors) {
        if (bookmark.firstRow() == 0) {
            return;
        }
        // A dictionary, if there is one, is the first page of the chunk.
        if (pages.next(decompressors) && pages.header().type == PageHeader.DICTIONARY) {
            decode(this::openDictionary);
        }
        pages.seek(bookmark.pageOffset());
        rowsTaken = bookmark.firstRow();
    }

    @Override
    public void close() {
        pages.release();
        if (levels != null) {
            pool.giveBack(levels);
            levels = null;
        }
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
    }
}
