package dev.daypack.input;

import dev.daypack.encoding.BinaryDecoder;
import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.BitPackedLevelDecoder;
import dev.daypack.encoding.IntDecoder;
import dev.daypack.encoding.LongDecoder;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.encoding.RleDecoder;
import dev.daypack.memory.BufferPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.format.Encoding;

/**
 * The levels and values of one data page: finds the sections, picks their decoders, and hands out values in order.
 * One object serves all pages of a chunk. Not thread-safe.
 */
final class PageValues {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The head of an empty section: a width of 0. */
    private static final byte[] NO_IDS = {0};

    private final ColumnSchema column;
    private final Widening widening;
    private final Decoders decoders;
    private final RleDecoder rleDefinitions;
    private final RleDecoder rleRepetitions;

    private IntDecoder definitions;
    private IntDecoder repetitions;
    private boolean inDictionary;
    private final RleDecoder ids = RleDecoder.dictionaryIndices();
    private int[] idScratch = new int[0];
    private IntDecoder ints;
    private LongDecoder longs;
    private BinaryDecoder binaries;

    /** @param widening of INT values that are asked for as longs */
    PageValues(ColumnSchema column, Widening widening, InputLimits limits) {
        this.column = column;
        this.widening = widening;
        this.decoders = new Decoders(column, limits.valueBytes());
        this.rleDefinitions = RleDecoder.levels(width(column.maxDefinition()));
        this.rleRepetitions = RleDecoder.levels(width(column.maxRepetition()));
    }

    /** Bits of a level. */
    private static int width(int maxLevel) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel);
    }

    boolean isInDictionary() {
        return inDictionary;
    }

    /** Definition levels of the page; only for columns that have any but 0. */
    IntDecoder definitions() {
        return definitions;
    }

    /** Repetition levels of the page; only for columns that have any but 0. */
    IntDecoder repetitions() {
        return repetitions;
    }

    /** The definition level that the next {@code count} entries share, if the encoding says so at once; else -1. */
    int definitionRun(int count) {
        return definitions == rleDefinitions && rleDefinitions.runLength() >= count ? rleDefinitions.runValue() : -1;
    }

    /** Opens the data page that stands in {@code bytes[from .. to)}. */
    void open(PageHeader header, byte[] bytes, int from, int to) {
        int at = from;
        if (header.type == PageHeader.DATA_V2) {
            if (column.maxRepetition() == 0 && header.rowCount != header.valueCount) {
                throw new MalformedDataException("a page of a column that is not repeated has " + header.valueCount
                        + " values in " + header.rowCount + " rows");
            }
            // Some writers put the repetition levels of flat columns, which are all 0, in so many words.
            int definitionsFrom = from + header.repetitionBytes;
            at = definitionsFrom + header.definitionBytes;
            if (column.maxRepetition() > 0) {
                rleRepetitions.reset(bytes, from, definitionsFrom, header.valueCount);
                repetitions = rleRepetitions;
            }
            if (column.maxDefinition() > 0) {
                rleDefinitions.reset(bytes, definitionsFrom, at, header.valueCount);
                definitions = rleDefinitions;
            }
        } else {
            at = openRepetitionsV1(header, bytes, at, to);
            at = openDefinitionsV1(header, bytes, at, to);
        }
        openValues(header.encoding, bytes, at, to, header.valueCount);
    }

    private int openRepetitionsV1(PageHeader header, byte[] bytes, int from, int to) {
        int max = column.maxRepetition();
        if (max == 0) {
            return from;
        }
        boolean isOld = isBitPacked(header.repetitionEncoding);
        int end = levelsEnd(isOld, max, header.valueCount, bytes, from, to);
        repetitions = isOld ? new BitPackedLevelDecoder(width(max)) : rleRepetitions;
        repetitions.reset(bytes, isOld ? from : from + Integer.BYTES, end, header.valueCount);
        return end;
    }

    private int openDefinitionsV1(PageHeader header, byte[] bytes, int from, int to) {
        int max = column.maxDefinition();
        if (max == 0) {
            return from;
        }
        boolean isOld = isBitPacked(header.definitionEncoding);
        int end = levelsEnd(isOld, max, header.valueCount, bytes, from, to);
        definitions = isOld ? new BitPackedLevelDecoder(width(max)) : rleDefinitions;
        definitions.reset(bytes, isOld ? from : from + Integer.BYTES, end, header.valueCount);
        return end;
    }

    /** Whether levels are as in files from before 2013. */
    private static boolean isBitPacked(int encodingCode) {
        Encoding encoding = Encoding.findByValue(encodingCode);
        if (encoding != Encoding.BIT_PACKED && encoding != Encoding.RLE) {
            throw new MalformedDataException("levels in encoding " + encodingCode);
        }
        return encoding == Encoding.BIT_PACKED;
    }

    /** Where a section of levels ends: its length follows from the count, or stands before it in four bytes. */
    private static int levelsEnd(boolean isBitPacked, int max, int count, byte[] bytes, int from, int to) {
        long start = isBitPacked ? from : from + (long) Integer.BYTES;
        long length = isBitPacked
                ? BitPackedLevelDecoder.sectionBytes(count, width(max))
                : to >= start ? (int) INT.get(bytes, from) : -1;
        if (length < 0 || length > to - start) {
            throw new MalformedDataException("levels of " + length + " bytes in a page of " + (to - from));
        }
        return Math.toIntExact(start + length);
    }

    private void openValues(int encodingCode, byte[] bytes, int from, int to, int count) {
        Encoding encoding = Encoding.findByValue(encodingCode);
        if (encoding == null) {
            throw new MalformedDataException("unknown encoding " + encodingCode);
        }
        inDictionary = encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        if (inDictionary) {
            openIds(bytes, from, to, count);
            return;
        }
        switch (column.kind()) {
            case INT -> {
                ints = decoders.ints(encoding);
                ints.reset(bytes, from, to, count);
            }
            case LONG -> {
                longs = decoders.longs(encoding);
                longs.reset(bytes, from, to, count);
            }
            case BINARY -> {
                binaries = decoders.binaries(encoding);
                binaries.reset(bytes, from, to, count);
            }
        }
    }

    private void openIds(byte[] bytes, int from, int to, int count) {
        // A page of nulls only may have no values section at all.
        if (from < to) {
            ids.reset(bytes, from, to, count);
        } else {
            ids.reset(NO_IDS, 0, 1, 0);
        }
    }

    /** Reads the dictionary page that stands in {@code bytes[from .. to)}. */
    ValueDictionary dictionary(PageHeader header, byte[] bytes, int from, int to, BufferPool pool) {
        Encoding encoding = Encoding.findByValue(header.encoding);
        if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
            throw new MalformedDataException("a dictionary page in encoding " + header.encoding);
        }
        int size = header.valueCount;
        if (size > (to - from) / column.plainBytes()) {
            throw new MalformedDataException("a dictionary of " + size + " values in " + (to - from) + " bytes");
        }
        if (column.kind() == ValueKind.BINARY) {
            BinaryDecoder decoder = decoders.binaries(Encoding.PLAIN);
            decoder.reset(bytes, from, to, size);
            BinaryVector values = new BinaryVector(pool, size, to - from);
            try {
                decoder.decode(values, size);
                return new ValueDictionary(pool, values);
            } catch (RuntimeException e) {
                values.close();
                throw e;
            }
        }
        long[] bits = pool.longs(Math.max(1, size));
        try {
            decodeBits(bytes, from, to, size, bits);
        } catch (RuntimeException e) {
            pool.giveBack(bits);
            throw e;
        }
        return new ValueDictionary(pool, size, bits);
    }

    private void decodeBits(byte[] bytes, int from, int to, int size, long[] bits) {
        if (column.kind() == ValueKind.LONG) {
            LongDecoder decoder = decoders.longs(Encoding.PLAIN);
            decoder.reset(bytes, from, to, size);
            decoder.decode(bits, 0, size);
        } else {
            int[] narrow = new int[size];
            IntDecoder decoder = decoders.ints(Encoding.PLAIN);
            decoder.reset(bytes, from, to, size);
            decoder.decode(narrow, 0, size);
            widening.apply(narrow, bits, 0, size);
        }
    }

    /**
     * The id that the next {@code count} values share, if the encoding says so at once, else {@link
     * ColumnBlocks#NO_RUN}.
     */
    int idRun(int count, int dictionarySize) {
        if (ids.runLength() < count) {
            return ColumnBlocks.NO_RUN;
        }
        int id = ids.runValue();
        if (id < 0 || id >= dictionarySize) {
            throw new MalformedDataException("an id beyond the dictionary of " + dictionarySize + " values");
        }
        return id;
    }

    /** Decodes {@code count} ids, each checked to be below {@code dictionarySize}. */
    void ids(int[] into, int at, int count, int dictionarySize) {
        ids.decode(into, at, count);
        int last = dictionarySize - 1;
        int bad = 0;
        for (int i = at; i < at + count; i++) {
            bad |= into[i] | (last - into[i]);
        }
        if (bad < 0) {
            throw new MalformedDataException("an id beyond the dictionary of " + dictionarySize + " values");
        }
    }

    void ints(int[] into, int at, int count, ValueDictionary dictionary) {
        if (!inDictionary) {
            ints.decode(into, at, count);
            return;
        }
        ids(into, at, count, dictionary.size());
        long[] bits = dictionary.bits();
        for (int i = at; i < at + count; i++) {
            into[i] = (int) bits[into[i]];
        }
    }

    void longs(long[] into, int at, int count, ValueDictionary dictionary) {
        if (!inDictionary && column.kind() == ValueKind.LONG) {
            longs.decode(into, at, count);
            return;
        }
        int[] narrow = scratch(count);
        if (!inDictionary) {
            ints.decode(narrow, 0, count);
            widening.apply(narrow, into, at, count);
            return;
        }
        ids(narrow, 0, count, dictionary.size());
        long[] bits = dictionary.bits();
        for (int i = 0; i < count; i++) {
            into[at + i] = bits[narrow[i]];
        }
    }

    void binaries(BinaryVector into, int count, ValueDictionary dictionary) {
        if (!inDictionary) {
            binaries.decode(into, count);
            return;
        }
        int[] narrow = scratch(count);
        ids(narrow, 0, count, dictionary.size());
        BinaryVector values = dictionary.binaries();
        for (int i = 0; i < count; i++) {
            into.append(values.bytes(), values.start(narrow[i]), values.length(narrow[i]));
        }
    }

    void skip(int count) {
        if (inDictionary) {
            ids.skip(count);
            return;
        }
        switch (column.kind()) {
            case INT -> ints.skip(count);
            case LONG -> longs.skip(count);
            case BINARY -> binaries.skip(count);
        }
    }

    /** Between uses: lets go of what is made anew in no time. */
    void rest() {
        idScratch = new int[0];
    }

    private int[] scratch(int count) {
        if (idScratch.length < count) {
            idScratch = new int[ColumnReader.BLOCK_ROWS];
        }
        return idScratch;
    }
}
