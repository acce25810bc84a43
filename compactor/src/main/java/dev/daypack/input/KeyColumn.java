package dev.daypack.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * The sort column, and how its values become signed 64-bit keys of the same order: signed integers as they are,
 * unsigned INT32 zero-extended, unsigned INT64 with the top bit turned.
 *
 * @param column schema of the column
 * @param isUnsigned by its annotation
 */
public record KeyColumn(ColumnSchema column, boolean isUnsigned) {

    /** Whether this version can sort by such a column. */
    static boolean isSupported(ColumnSchema column) {
        LogicalType annotation = column.annotation();
        boolean plainOrder = annotation == null
                || annotation.isSetINTEGER()
                || annotation.isSetTIMESTAMP()
                || annotation.isSetTIME()
                || annotation.isSetDATE();
        return plainOrder && (column.type() == Type.INT32 || column.type() == Type.INT64);
    }

    static KeyColumn of(ColumnSchema column) {
        LogicalType annotation = column.annotation();
        boolean unsigned = annotation != null
                && annotation.isSetINTEGER()
                && !annotation.getINTEGER().isIsSigned();
        return new KeyColumn(column, unsigned);
    }

    /** Turns physical values, sign-extended to 64 bits, into keys, in place. */
    public void toKeys(long[] values, int from, int to) {
        if (!isUnsigned) {
            return;
        }
        boolean narrow = column.type() == Type.INT32;
        for (int i = from; i < to; i++) {
            values[i] = narrow ? values[i] & 0xffff_ffffL : values[i] ^ Long.MIN_VALUE;
        }
    }

    /** The physical value of a key. */
    public long toValue(long key) {
        if (!isUnsigned) {
            return key;
        }
        return column.type() == Type.INT32 ? (int) key : key ^ Long.MIN_VALUE;
    }

    /** The smallest key by the statistics of a chunk, or empty if they do not tell. A claim, not a fact. */
    OptionalLong claimedMinimum(Statistics statistics) {
        if (statistics == null) {
            return OptionalLong.empty();
        }
        byte[] bytes = statistics.getMin_value();
        if (bytes == null && !isUnsigned) {
            bytes = statistics.getMin();
        }
        int width = column.type() == Type.INT32 ? 4 : 8;
        if (bytes == null || bytes.length != width) {
            return OptionalLong.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] key = {width == 4 ? buffer.getInt() : buffer.getLong()};
        toKeys(key, 0, 1);
        return OptionalLong.of(key[0]);
    }
}
