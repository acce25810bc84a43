package dev.daypack.input;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.IntDecoder;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * Reads one column of the table from a source's first row to its last, entry by entry: each has a repetition level (0
 * where a row begins), a definition level, and a value if that is the column's highest. Entries come in blocks of at
 * most {@value #BLOCK_ENTRIES} of one page, which may begin and end inside a row. A block is announced by
 * {@link #nextBlock}, its levels and values are then taken.
 *
 * <p>The levels are the table's: where the part requires a field that the table does not, they are raised; where the
 * part lacks the column, they come from a neighbour and say that the field is missing. Not thread-safe.
 */
public final class NestedReader implements NestedBlocks, Resumable {

    /** Small enough that what is decoded stays in the nearest cache. */
    public static final int BLOCK_ENTRIES = 8192;

    private final Part part;
    private final LeafSource leaf;
    private final long rows;

    /** Entries of the chunk, whether or not they are the column's. */
    private final long entries;

    /** Null if the part lacks the column and every neighbour too. */
    private final ColumnPages pages;

    private final BufferPool pool;

    private long rowsBegun;
    private long entriesRead;
    private int pageEntriesLeft;
    private boolean isPageStart;

    /** Rows that the page says begin in it and that did not yet; 0 for v1 pages, which do not say. */
    private int pageRowsLeft;

    private Bookmark bookmark;

    /** Levels decoded of the present page: those from {@code next} to {@code decoded} are not announced yet. */
    private int[] repetitions;

    private int[] definitions;
    private int next;
    private int decoded;

    private int blockFrom;
    private int blockKept;
    private int blockPresent;
    private int blockPassed;

    /** @param chunk null if the part lacks the column */
    NestedReader(Part part, LeafSource leaf, long rows, ChunkMeta chunk, InputLimits limits, BufferPool pool) {
        this(part, leaf, rows, chunk, limits, pool, InspectionWatch.NONE);
    }

    /** @param watch told of each page */
    NestedReader(
            Part part,
            LeafSource leaf,
            long rows,
            ChunkMeta chunk,
            InputLimits limits,
            BufferPool pool,
            InspectionWatch watch) {
        this.part = part;
        this.leaf = leaf;
        this.rows = rows;
        this.entries = chunk == null ? rows : chunk.valueCount();
        this.pool = pool;
        this.pages = chunk == null ? null : new ColumnPages(part, leaf, chunk, limits, pool, watch);
        this.bookmark = chunk == null ? new Bookmark(0, 0, 0) : new Bookmark(pages.nextOffset(), 0, 0);
    }

    /** A column that is read as it stands. */
    public NestedReader(
            Part part, ColumnSchema column, long rows, ChunkMeta chunk, InputLimits limits, BufferPool pool) {
        this(part, LeafSource.asIs(0, column), rows, chunk, limits, pool);
    }

    @Override
    public String partName() {
        return part.name();
    }

    /** Rows begun so far; after {@link #nextBlock} has returned 0 they are whole. */
    @Override
    public long position() {
        return rowsBegun;
    }

    @Override
    public int nextBlock(long endRow, Decompressors decompressors) {
        if (pages == null) {
            return nextOfNothing(endRow);
        }
        do {
            blockFrom = next;
            if (next == decoded && !decodeMore(endRow, decompressors)) {
                return 0;
            }
            scan(endRow);
        } while (blockKept == 0 && next == decoded);
        return blockKept;
    }

    private int nextOfNothing(long endRow) {
        blockKept = (int) Math.min(BLOCK_ENTRIES, endRow - rowsBegun);
        blockPresent = 0;
        rowsBegun += blockKept;
        return blockKept;
    }

    /** Decodes levels into the scratch arrays; false if the chunk has ended, and all rows are there. */
    private boolean decodeMore(long endRow, Decompressors decompressors) {
        while (pageEntriesLeft == 0) {
            if (entriesRead == entries) {
                if (rowsBegun < endRow) {
                    throw pages.corrupt("the column chunk ends after " + rowsBegun + " of " + rows + " rows");
                }
                blockKept = 0;
                return false;
            }
            nextPage(decompressors);
        }
        int count = Math.min(BLOCK_ENTRIES, pageEntriesLeft);
        if (definitions == null) {
            repetitions = repetitions == null ? pool.ints(BLOCK_ENTRIES) : repetitions;
            definitions = pool.ints(BLOCK_ENTRIES);
        }
        decodeLevels(pages.values().repetitions(), leaf.column().maxRepetition(), repetitions, count, "repetition");
        decodeLevels(pages.values().definitions(), leaf.column().maxDefinition(), definitions, count, "definition");
        if (isPageStart) {
            startPage();
        }
        blockFrom = 0;
        next = 0;
        decoded = count;
        entriesRead += count;
        pageEntriesLeft -= count;
        countRows(count);
        return true;
    }

    /** V1 pages may begin inside a row, v2 pages must not, nor may a chunk. */
    private void startPage() {
        isPageStart = false;
        if (pages.isContinued()) {
            return;
        }
        if (repetitions[0] == 0) {
            bookmark = new Bookmark(pages.pageOffset(), rowsBegun, entriesRead);
        } else if (entriesRead == 0 || pages.header().type == PageHeader.DATA_V2) {
            throw pages.corrupt("the " + (entriesRead == 0 ? "column chunk" : "page") + " begins inside a row");
        }
    }

    /** The number of rows in the header of a v2 page must be that of its levels. */
    private void countRows(int count) {
        if (pages.header().type != PageHeader.DATA_V2) {
            return;
        }
        for (int i = 0; i < count; i++) {
            pageRowsLeft -= repetitions[i] == 0 ? 1 : 0;
        }
        if (pageRowsLeft < 0 || (pageEntriesLeft == 0 && pageRowsLeft > 0)) {
            throw pages.corrupt("the page claims " + pages.header().rowCount + " rows, its levels say otherwise");
        }
    }

    private void decodeLevels(IntDecoder decoder, int max, int[] into, int count, String kind) {
        if (max == 0) {
            Arrays.fill(into, 0, count, 0);
            return;
        }
        pages.decode(() -> decoder.decode(into, 0, count));
        int bad = 0;
        for (int i = 0; i < count; i++) {
            bad |= max - into[i];
        }
        if (bad < 0) {
            throw pages.corrupt("a " + kind + " level above " + max);
        }
    }

    /** Moves on to where a row begins that is not asked for, or to the end of what is decoded. */
    private void scan(long endRow) {
        int max = leaf.column().maxDefinition();
        int kept = 0;
        int present = 0;
        int at = next;
        for (; at < decoded; at++) {
            if (repetitions[at] == 0) {
                if (rowsBegun == endRow) {
                    break;
                }
                rowsBegun++;
            }
            kept += repetitions[at] <= leaf.maxRepetition() ? 1 : 0;
            present += definitions[at] == max ? 1 : 0;
        }
        next = at;
        blockKept = kept;
        blockPassed = leaf.hasValues() ? 0 : present;
        blockPresent = leaf.hasValues() ? present : 0;
        if (blockKept == 0 && blockPassed > 0) {
            passValues();
        }
        if (leaf.hasValues() || !leaf.forbidsValues() || present == 0) {
            return;
        }
        throw pages.corrupt("a value in a column that is declared to be null throughout");
    }

    @Override
    public int blockPresent() {
        return blockPresent;
    }

    @Override
    public void takeLevels(byte[] repetitionsInto, byte[] definitionsInto, int at) {
        if (pages == null) {
            Arrays.fill(repetitionsInto, at, at + blockKept, (byte) 0);
            Arrays.fill(definitionsInto, at, at + blockKept, (byte) 0);
            return;
        }
        int into = at;
        for (int i = blockFrom; i < next; i++) {
            if (repetitions[i] <= leaf.maxRepetition()) {
                repetitionsInto[into] = (byte) repetitions[i];
                definitionsInto[into++] = (byte) leaf.definitions()[definitions[i]];
            }
        }
        passValues();
    }

    /** Values of a donor are nobody's. */
    private void passValues() {
        int count = blockPassed;
        blockPassed = 0;
        if (count > 0) {
            pages.decode(() -> pages.values().skip(count));
        }
    }

    @Override
    public void takeLongs(long[] into, int at) {
        if (blockPresent > 0) {
            pages.decode(() -> pages.values().longs(into, at, blockPresent, pages.dictionary()));
        }
    }

    @Override
    public void takeBinaries(BinaryVector into) {
        if (blockPresent > 0) {
            takeBinaries(into, blockPresent);
        }
    }

    /** The dictionary of this chunk; it stays the same object as long as the reader is not closed. */
    @Override
    public ValueDictionary dictionary() {
        return pages.dictionary();
    }

    @Override
    public boolean isInDictionary() {
        return pages != null && leaf.hasValues() && pages.values().isInDictionary();
    }

    @Override
    public void takeIds(int[] into, int at) {
        if (blockPresent > 0) {
            pages.decode(() -> pages.values()
                    .ids(into, at, blockPresent, pages.dictionary().size()));
        }
    }

    /** Takes the next values of the block of a BINARY column, appended: as many as {@code count}, which are there. */
    void takeBinaries(BinaryVector into, int count) {
        pages.decode(() -> pages.values().binaries(into, count, pages.dictionary()));
    }

    @Override
    public void skip(long count, Decompressors decompressors) {
        long end = rowsBegun + count;
        while (nextBlock(end, decompressors) > 0) {
            if (pages != null) {
                int present = blockPresent + blockPassed;
                blockPassed = 0;
                if (present > 0) {
                    pages.decode(() -> pages.values().skip(present));
                }
            }
        }
    }

    private void nextPage(Decompressors decompressors) {
        if (!pages.next(decompressors, entriesRead)) {
            throw pages.corrupt(
                    "the column chunk ends after " + entriesRead + " of " + entries + " values, in row " + rowsBegun);
        }
        pageEntriesLeft = pages.header().valueCount;
        pageRowsLeft = pages.header().rowCount;
        isPageStart = true;
        if (pageEntriesLeft > entries - entriesRead) {
            throw pages.corrupt("the pages hold more values than the " + entries + " of the footer");
        }
    }

    @Override
    public void checkEnd() {
        if (pages == null) {
            return;
        }
        if (rowsBegun != rows || next < decoded || entriesRead != entries) {
            throw pages.corrupt("after the " + rows + " rows of the footer, " + (entries - entriesRead + decoded - next)
                    + " values are left");
        }
        if (pageEntriesLeft > 0 || pages.hasMoreValues()) {
            throw pages.corrupt("pages follow after the " + entries + " values of the footer");
        }
    }

    @Override
    public void park() {
        if (pages != null) {
            pages.park();
        }
    }

    @Override
    public long heldBytes() {
        return pages == null ? 0 : pages.heldBytes() + (definitions == null ? 0 : 8L * BLOCK_ENTRIES);
    }

    @Override
    public Bookmark bookmark() {
        return pages == null ? new Bookmark(0, rowsBegun, rowsBegun) : bookmark;
    }

    @Override
    public void resume(Bookmark place, Decompressors decompressors) {
        if (place.firstRow() == 0) {
            return;
        }
        if (pages != null) {
            pages.resume(place.pageOffset(), decompressors);
        }
        bookmark = place;
        rowsBegun = place.firstRow();
        entriesRead = place.firstEntry();
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        if (repetitions != null) {
            pool.giveBack(repetitions);
            repetitions = null;
        }
        if (definitions != null) {
            pool.giveBack(definitions);
            definitions = null;
        }
    }
}
