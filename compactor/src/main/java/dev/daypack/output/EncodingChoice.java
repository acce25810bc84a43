package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.DeltaBinaryPacked;
import dev.daypack.input.ColumnSchema;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/**
 * How the values of one column chunk are encoded, chosen by the values alone: the smallest estimate before compression
 * among dictionary, delta and plain. Tick prices and quantities come out as dictionaries, times and counters as deltas,
 * unique strings as prefix deltas.
 *
 * @param encoding of the data pages
 * @param dictionary or null
 */
record EncodingChoice(Encoding encoding, OutputDictionary dictionary) implements AutoCloseable {

    /** Of small dictionaries no delta is smaller; so many entries and more are compared. */
    private static final int SURE_ENTRIES = 256;

    private static final int STRETCH_ROWS = 1024;
    private static final int STRETCH_EVERY_ROWS = 8 * STRETCH_ROWS;

    /** The share of all bytes that prefixes must save to be worth their lengths. */
    private static final int PREFIX_PAYS_ONE_IN = 8;

    /** Leaves {@code values} as ids if and only if the choice is a dictionary. */
    static EncodingChoice of(
            ColumnSchema column,
            ColumnValues values,
            Interner interner,
            boolean isKey,
            boolean compat,
            BufferPool pool) {
        if (isKey) {
            return new EncodingChoice(compat ? Encoding.PLAIN : Encoding.DELTA_BINARY_PACKED, null);
        }
        if (values.rows() == 0) {
            if (values.isIds()) {
                values.toValues(0, interner.hashes(), interner.binaries());
            }
            return new EncodingChoice(Encoding.PLAIN, null);
        }
        if (column.type() == Type.BOOLEAN) {
            if (values.isIds()) {
                values.toValues(values.rows(), interner.hashes(), null);
            }
            return new EncodingChoice(Encoding.PLAIN, null);
        }
        OutputDictionary dictionary = OutputDictionary.build(values, interner, pool);
        Encoding other = withoutDictionary(column, values, dictionary, compat, pool);
        if (dictionary != null && other == Encoding.RLE_DICTIONARY) {
            return new EncodingChoice(Encoding.RLE_DICTIONARY, dictionary);
        }
        if (dictionary != null) {
            values.toValues(values.rows(), dictionary.bits(), dictionary.binaries());
            dictionary.close();
        }
        return new EncodingChoice(other, null);
    }

    /** The best encoding; RLE_DICTIONARY if the dictionary there is wins. */
    private static Encoding withoutDictionary(
            ColumnSchema column, ColumnValues values, OutputDictionary dictionary, boolean compat, BufferPool pool) {
        if (dictionary != null && dictionary.size() <= SURE_ENTRIES && dictionary.size() < values.rows()) {
            return Encoding.RLE_DICTIONARY;
        }
        long dictionaryBytes = dictionary == null ? Long.MAX_VALUE : dictionaryBytes(column, values, dictionary);
        return switch (column.type()) {
            case INT32, INT64 -> {
                long plain = (long) values.rows() * column.plainBytes();
                long delta = compat ? Long.MAX_VALUE : deltaBytes(values, dictionary, pool);
                yield smallest(dictionaryBytes, delta, Encoding.DELTA_BINARY_PACKED, plain);
            }
            case BYTE_ARRAY -> {
                if (dictionaryBytes < binaryBytes(values, dictionary)) {
                    yield Encoding.RLE_DICTIONARY;
                }
                yield compat || isDecimal(column) ? Encoding.PLAIN : stringEncoding(values, dictionary);
            }
            default ->
                dictionaryBytes < (long) values.rows() * column.plainBytes() ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
        };
    }

    /** DuckDB (2.0) reads the delta encodings of byte arrays for strings and blobs only. */
    private static boolean isDecimal(ColumnSchema column) {
        return column.annotation() != null && column.annotation().isSetDECIMAL();
    }

    private static Encoding smallest(long dictionary, long delta, Encoding deltaEncoding, long plain) {
        if (dictionary <= delta && dictionary < plain) {
            return Encoding.RLE_DICTIONARY;
        }
        return delta < plain ? deltaEncoding : Encoding.PLAIN;
    }

    private static long dictionaryBytes(ColumnSchema column, ColumnValues values, OutputDictionary dictionary) {
        return dictionary.plainBytes(column.plainBytes()) + (long) values.rows() * idWidth(dictionary.size()) / 8;
    }

    /** Bits of an id. */
    static int idWidth(int dictionarySize) {
        return dictionarySize <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(dictionarySize - 1);
    }

    /** Estimated by a stretch of every so many rows, so that the look costs little beside the encoding. */
    private static long deltaBytes(ColumnValues values, OutputDictionary dictionary, BufferPool pool) {
        long[] stretch = pool.longs(STRETCH_ROWS);
        long bytes = 0;
        long sampled = 0;
        for (int from = 0; from < values.rows(); from += STRETCH_EVERY_ROWS) {
            int to = Math.min(values.rows(), from + STRETCH_ROWS);
            int count = 0;
            for (int row = from; row < to; row++) {
                if (!values.isNull(row)) {
                    stretch[count++] = bits(values, dictionary, row);
                }
            }
            bytes += DeltaBinaryPacked.encodedBytes(stretch, 0, count);
            sampled += to - from;
        }
        pool.giveBack(stretch);
        return (long) ((double) bytes * values.rows() / sampled);
    }

    private static long bits(ColumnValues values, OutputDictionary dictionary, int row) {
        if (dictionary != null) {
            return dictionary.bits()[values.ids()[row]];
        }
        return switch (values.kind()) {
            case INT -> values.ints()[row];
            case LONG -> values.longs()[row];
            case BINARY -> throw new IllegalStateException("not a fixed-width column");
        };
    }

    private static long binaryBytes(ColumnValues values, OutputDictionary dictionary) {
        long sum = 4L * values.rows();
        for (int row = 0; row < values.rows(); row++) {
            if (!values.isNull(row)) {
                sum += dictionary == null
                        ? values.binaries().length(row)
                        : dictionary.binaries().length(values.ids()[row]);
            }
        }
        return sum;
    }

    private static Encoding stringEncoding(ColumnValues values, OutputDictionary dictionary) {
        long bytes = 0;
        long prefixes = 0;
        BinaryVector vector = dictionary == null ? values.binaries() : dictionary.binaries();
        int before = -1;
        for (int row = 0; row < values.rows(); row++) {
            if (values.isNull(row)) {
                continue;
            }
            int index = dictionary == null ? row : values.ids()[row];
            bytes += vector.length(index);
            if (before >= 0) {
                prefixes += commonPrefix(vector, before, index);
            }
            before = index;
        }
        return prefixes * PREFIX_PAYS_ONE_IN > bytes ? Encoding.DELTA_BYTE_ARRAY : Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }

    private static int commonPrefix(BinaryVector vector, int one, int other) {
        byte[] bytes = vector.bytes();
        int mismatch = Arrays.mismatch(
                bytes, vector.start(one), vector.end(one), bytes, vector.start(other), vector.end(other));
        return mismatch < 0 ? vector.length(one) : mismatch;
    }

    @Override
    public void close() {
        if (dictionary != null) {
            dictionary.close();
        }
    }
}
