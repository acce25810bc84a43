package dev.daypack.input;

import dev.daypack.merge.KeyBlock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * One sort column, and how its values become keys, in one of two forms.
 *
 * <p>Narrow: signed 64-bit numbers of the same order. Signed integers are as they are, unsigned INT32 zero-extended,
 * unsigned INT64 with the top bit turned; floating-point values are their bits as DOUBLE, those of negative ones
 * turned, with -0.0 as 0.0 and every NaN as one, above all numbers. A descending column has all bits turned.
 *
 * <p>Wide: byte strings of the same order, compared byte by byte, unsigned, so that the keys of several columns may
 * stand one after the other ({@link #append}).
 *
 * @param index place of the column among those of the table
 * @param column its schema
 * @param kind order of its values
 * @param isDescending large values come first
 * @param nulls where nulls go; REJECT if the column has none, and then the wide form has no byte for them
 */
public record KeyColumn(int index, ColumnSchema column, KeyKind kind, boolean isDescending, NullKeys nulls) {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NANOS_OF_DAY = 86_400_000_000_000L;

    /** Whether an inspection can follow such a column: integers of all kinds. */
    static boolean isSupported(ColumnSchema column) {
        KeyKind kind = KeyKind.of(column);
        boolean isInteger = kind == KeyKind.SIGNED || kind == KeyKind.UNSIGNED_32 || kind == KeyKind.UNSIGNED_64;
        LogicalType annotation = column.annotation();
        return isInteger && (annotation == null || !annotation.isSetDECIMAL());
    }

    /** Ascending and without nulls. */
    static KeyColumn of(ColumnSchema column) {
        return new KeyColumn(0, column, KeyKind.of(column), false, NullKeys.REJECT);
    }

    /** Whether smallest and largest value are whole numbers, in the column's own unit. */
    public boolean isInteger() {
        return isSupported(column);
    }

    /** Turns physical values, sign-extended to 64 bits, into narrow keys, in place. */
    public void toKeys(long[] values, int from, int to) {
        if (kind != KeyKind.SIGNED && kind != KeyKind.BOOLEAN) {
            for (int i = from; i < to; i++) {
                values[i] = ascending(values[i]);
            }
        }
        if (isDescending) {
            for (int i = from; i < to; i++) {
                values[i] = ~values[i];
            }
        }
    }

    private long ascending(long bits) {
        return switch (kind) {
            case UNSIGNED_32 -> bits & 0xffff_ffffL;
            case UNSIGNED_64 -> bits ^ Long.MIN_VALUE;
            case FLOAT -> ofDouble(Float.intBitsToFloat((int) bits));
            case DOUBLE -> ofDouble(Double.longBitsToDouble(bits));
            default -> bits;
        };
    }

    /** The addition makes 0.0 of -0.0; {@code doubleToLongBits} makes one NaN of all. */
    private static long ofDouble(double value) {
        return turned(Double.doubleToLongBits(value + 0.0));
    }

    /** Its own inverse. */
    private static long turned(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The physical value of a narrow key; of a floating-point one, one of those that are equal to it. */
    public long toValue(long key) {
        long ascending = isDescending ? ~key : key;
        return switch (kind) {
            case UNSIGNED_32 -> (int) ascending;
            case UNSIGNED_64 -> ascending ^ Long.MIN_VALUE;
            case FLOAT -> Float.floatToIntBits((float) Double.longBitsToDouble(turned(ascending)));
            case DOUBLE -> turned(ascending);
            default -> ascending;
        };
    }

    /** What to tell people of a narrow key that comes before the one that the statistics of its chunk claim. */
    public String beyondClaim(long row, long key, long claimed) {
        return "row " + row + " has the key " + KeyText.of(this, key)
                + (isDescending ? ", above the maximum" : ", below the minimum")
                + " that the file's statistics claim, " + KeyText.of(this, claimed)
                + "; write the file anew with right statistics, or without";
    }

    /** The smallest narrow key by the statistics of a chunk, or empty if they do not tell. A claim, not a fact. */
    OptionalLong claimedMinimum(Statistics statistics) {
        boolean isFloating = kind == KeyKind.FLOAT || kind == KeyKind.DOUBLE;
        // Statistics pass over NaNs, which come first where large values do.
        if (statistics == null || (isFloating && isDescending)) {
            return OptionalLong.empty();
        }
        byte[] bytes = isDescending ? statistics.getMax_value() : statistics.getMin_value();
        if (bytes == null && kind == KeyKind.SIGNED) {
            bytes = isDescending ? statistics.getMax() : statistics.getMin();
        }
        int width = column.plainBytes();
        if (bytes == null || bytes.length != width) {
            return OptionalLong.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] key = {width == 1 ? buffer.get() : width == 4 ? buffer.getInt() : buffer.getLong()};
        boolean isNaN = (kind == KeyKind.FLOAT && Float.isNaN(Float.intBitsToFloat((int) key[0])))
                || (kind == KeyKind.DOUBLE && Double.isNaN(Double.longBitsToDouble(key[0])));
        if (isNaN) {
            return OptionalLong.empty();
        }
        toKeys(key, 0, 1);
        return OptionalLong.of(key[0]);
    }

    /** Adds the wide key of one value to those of the columns before it. */
    void append(KeyCells cells, int row, KeyBlock into) {
        if (nulls != NullKeys.REJECT) {
            boolean isNull = cells.isNull(row);
            into.put(isNull == (nulls == NullKeys.FIRST) ? 0 : 1);
            if (isNull) {
                return;
            }
        }
        int from = into.byteCount();
        if (kind.isNarrow()) {
            into.putLong(ascending(cells.bits(row)) ^ Long.MIN_VALUE);
        } else {
            appendBinary(cells.bytes(row), cells.start(row), cells.length(row), into);
        }
        if (isDescending) {
            into.invert(from);
        }
    }

    /** Whether the wide key of this column that begins at a place is that of a null. */
    boolean isNullMark(byte[] bytes, int from) {
        return nulls != NullKeys.REJECT && (bytes[from] == 0) == (nulls == NullKeys.FIRST);
    }

    private void appendBinary(byte[] bytes, int start, int length, KeyBlock into) {
        switch (kind) {
            case FIXED -> into.put(bytes, start, length);
            case BYTES -> appendEscaped(bytes, start, start + length, into);
            case FIXED_DECIMAL -> {
                into.put(bytes[start] ^ 0x80);
                into.put(bytes, start + 1, length - 1);
            }
            case BYTES_DECIMAL -> appendDecimal(bytes, start, start + length, into);
            case HALF -> appendHalf((bytes[start] & 0xff) | (bytes[start + 1] << 8), into);
            case INT96 -> appendInstant(bytes, start, into);
            default -> throw new IllegalStateException("no order: " + column.describe());
        }
    }

    /** A zero byte gets 0xFF behind it, and two zero bytes end the value: so a prefix comes before what is longer. */
    private static void appendEscaped(byte[] bytes, int from, int to, KeyBlock into) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                into.put(bytes, start, i + 1 - start);
                into.put(0xff);
                start = i + 1;
            }
        }
        into.put(bytes, start, to - start);
        into.put(0);
        into.put(0);
    }

    /** Sign and length in four bytes, then the fewest bytes that hold the number: of negative ones more are less. */
    private static void appendDecimal(byte[] bytes, int from, int to, KeyBlock into) {
        if (from == to) {
            appendDecimal(new byte[1], 0, 1, into);
            return;
        }
        int first = from;
        while (first < to - 1 && bytes[first] == bytes[first + 1] >> 7) {
            first++;
        }
        int length = to - first;
        int rank = bytes[first] < 0 ? Integer.MAX_VALUE - length : Integer.MIN_VALUE + length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            into.put(rank >> shift);
        }
        into.put(bytes, first, length);
    }

    private static void appendHalf(int bits, KeyBlock into) {
        int magnitude = bits & 0x7fff;
        boolean isNegative = bits < 0 && magnitude > 0 && magnitude <= 0x7c00;
        int key = magnitude > 0x7c00 ? 0xffff : isNegative ? 0x7fff - magnitude : 0x8000 + magnitude;
        into.put(key >> 8);
        into.put(key);
    }

    /** Some writers count more nanoseconds than a day has. */
    private static void appendInstant(byte[] bytes, int start, KeyBlock into) {
        long nanos = (long) LONG.get(bytes, start);
        long day = (int) INT.get(bytes, start + Long.BYTES);
        into.putLong(day + Math.floorDiv(nanos, NANOS_OF_DAY) ^ Long.MIN_VALUE);
        into.putLong(Math.floorMod(nanos, NANOS_OF_DAY));
    }

    /** Whether its chunks are written as deltas, as those of a sorted column of integers should be. */
    public boolean isWrittenAsDeltas() {
        return column.type() == Type.INT32 || column.type() == Type.INT64;
    }
}
