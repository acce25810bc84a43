package dev.daypack.input;

import dev.daypack.encoding.BitPackedLevelDecoder;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.encoding.RleEncoder;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * A data page that is too large to be held. It lies unpacked in scratch space and is given out as a row of small pages
 * of version 1 that say the same, each of at most {@value #PIECE_ENTRIES} entries. So those who read pages need not
 * know of it. Not thread-safe.
 */
final class LargePage implements AutoCloseable {

    static final int PIECE_ENTRIES = 8192;

    private final PageScratch page;
    private final ColumnSchema column;
    private final BufferPool pool;
    private final ScratchRuns repetitions;
    private final ScratchRuns definitions;
    private final LargePageValues values;
    private final int[] repetitionLevels;
    private final int[] definitionLevels;
    private final ByteBuilder piece = new ByteBuilder(1 << 12);
    private final ByteBuilder body = new ByteBuilder(1 << 12);

    /** That a v2 page claims and that did not begin yet; -1 if it does not claim any. */
    private int rowsLeft;

    private boolean isStart = true;
    private int entriesLeft;
    private int levelsFrom;
    private int levelsTo;
    private long reservedBytes;

    /**
     * @param page has the page from 0 on, as the header says, but unpacked; closed with this
     * @param header is changed by {@link #next}
     */
    LargePage(PageScratch page, PageHeader header, ColumnSchema column, InputLimits limits, BufferPool pool) {
        this.page = page;
        this.column = column;
        this.pool = pool;
        this.entriesLeft = header.valueCount;
        boolean isV2 = header.type == PageHeader.DATA_V2;
        this.rowsLeft = isV2 ? header.rowCount : -1;
        if (isV2 && column.maxRepetition() == 0 && header.rowCount != header.valueCount) {
            throw new MalformedDataException("a page of a column that is not repeated has " + header.valueCount
                    + " values in " + header.rowCount + " rows");
        }
        Sections at = new Sections(isV2 ? header.repetitionBytes : 0);
        this.repetitions = isV2
                ? at.v2(column.maxRepetition(), 0, header.repetitionBytes)
                : at.v1(column.maxRepetition(), header.repetitionEncoding);
        this.definitions = isV2
                ? at.v2(column.maxDefinition(), header.repetitionBytes, header.definitionBytes)
                : at.v1(column.maxDefinition(), header.definitionEncoding);
        long valuesFrom = isV2 ? (long) header.repetitionBytes + header.definitionBytes : at.end;
        Encoding encoding = Encoding.findByValue(header.encoding);
        if (encoding == null) {
            throw new MalformedDataException("unknown encoding " + header.encoding);
        }
        this.values = new LargePageValues(
                page, valuesFrom, page.size(), encoding, column, header.valueCount, limits.valueBytes());
        this.repetitionLevels = pool.ints(PIECE_ENTRIES);
        this.definitionLevels = pool.ints(PIECE_ENTRIES);
    }

    /** Finds the sections of levels. */
    private final class Sections {
        private long end;

        Sections(long end) {
            this.end = end;
        }

        private ScratchRuns v2(int max, long from, long length) {
            return max == 0 ? null : ScratchRuns.ofRuns(bytes(from, from + length), width(max));
        }

        private ScratchRuns v1(int max, int encodingCode) {
            if (max == 0) {
                return null;
            }
            Encoding encoding = Encoding.findByValue(encodingCode);
            if (encoding != Encoding.BIT_PACKED && encoding != Encoding.RLE) {
                throw new MalformedDataException("levels in encoding " + encodingCode);
            }
            boolean isOld = encoding == Encoding.BIT_PACKED;
            long from = isOld ? end : end + Integer.BYTES;
            long length = isOld
                    ? BitPackedLevelDecoder.sectionBytes(entriesLeft, width(max))
                    : bytes(end, page.size()).takeInt();
            if (length < 0 || length > page.size() - from) {
                throw new MalformedDataException("levels of " + length + " bytes in a page of " + page.size());
            }
            end = from + length;
            ScratchBytes section = bytes(from, end);
            return isOld ? ScratchRuns.ofOldLevels(section, width(max)) : ScratchRuns.ofRuns(section, width(max));
        }

        private ScratchBytes bytes(long from, long to) {
            return new ScratchBytes(page, from, to);
        }
    }

    /** Bits of a level. */
    private static int width(int maxLevel) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel);
    }

    boolean hasMore() {
        return entriesLeft > 0 || levelsFrom < levelsTo;
    }

    /** Makes the next piece, and its header. */
    void next(PageHeader header) {
        if (levelsFrom == levelsTo) {
            decodeLevels();
        }
        body.clear();
        int present = present();
        int taken = values.take(present, body);
        int entries = taken == present ? levelsTo - levelsFrom : entriesBefore(taken);
        int levelsEnd = levelsFrom + entries;
        piece.clear();
        if (repetitions != null) {
            RleEncoder.encodeWithLength(repetitionLevels, levelsFrom, levelsEnd, repetitions.width(), piece);
        }
        if (definitions != null) {
            RleEncoder.encodeWithLength(definitionLevels, levelsFrom, levelsEnd, definitions.width(), piece);
        }
        piece.put(body.array(), 0, body.size());
        levelsFrom = levelsEnd;
        header.type = PageHeader.DATA;
        header.valueCount = entries;
        header.encoding = values.pieceEncoding().getValue();
        header.repetitionEncoding = Encoding.RLE.getValue();
        header.definitionEncoding = Encoding.RLE.getValue();
        count();
    }

    private void decodeLevels() {
        int count = Math.min(PIECE_ENTRIES, entriesLeft);
        decode(repetitions, repetitionLevels, count);
        decode(definitions, definitionLevels, count);
        entriesLeft -= count;
        levelsFrom = 0;
        levelsTo = count;
        if (rowsLeft < 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            rowsLeft -= repetitionLevels[i] == 0 ? 1 : 0;
        }
        if (isStart && repetitionLevels[0] != 0) {
            throw new MalformedDataException("the page begins inside a row");
        }
        isStart = false;
        if (rowsLeft < 0 || (entriesLeft == 0 && rowsLeft > 0)) {
            throw new MalformedDataException("the page's levels tell of other rows than it claims");
        }
    }

    private static void decode(ScratchRuns levels, int[] into, int count) {
        if (levels == null) {
            Arrays.fill(into, 0, count, 0);
        } else {
            levels.decode(into, 0, count);
        }
    }

    private int present() {
        int max = column.maxDefinition();
        int present = 0;
        for (int i = levelsFrom; i < levelsTo; i++) {
            present += definitionLevels[i] == max ? 1 : 0;
        }
        return present;
    }

    /** Entries before the one that has value number {@code taken}, from 0. */
    private int entriesBefore(int taken) {
        int max = column.maxDefinition();
        int left = taken;
        int entry = levelsFrom;
        while (definitionLevels[entry] != max || left-- > 0) {
            entry++;
        }
        return entry - levelsFrom;
    }

    /** The piece: {@code bytes()[0 .. size())}, until the next. */
    byte[] bytes() {
        return piece.array();
    }

    int size() {
        return piece.size();
    }

    private void count() {
        long held = piece.array().length + body.array().length + values.heldBytes() + 2L * PageScratch.BLOCK_BYTES;
        if (held > reservedBytes) {
            pool.ledger().reserve(held - reservedBytes);
            reservedBytes = held;
        }
    }

    long heldBytes() {
        return reservedBytes + 8L * PIECE_ENTRIES;
    }

    @Override
    public void close() {
        page.close();
        pool.giveBack(repetitionLevels);
        pool.giveBack(definitionLevels);
        pool.ledger().release(reservedBytes);
        reservedBytes = 0;
    }
}
