package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.DeltaBinaryEncoder;
import dev.daypack.encoding.DeltaBinaryPacked;
import dev.daypack.encoding.PlainEncoder;
import dev.daypack.encoding.RleEncoder;
import dev.daypack.input.ColumnSchema;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/** Appends values to a page in the encoding that was chosen. Not thread-safe. */
final class ValueEncoders {

    private final DeltaBinaryEncoder deltas = new DeltaBinaryEncoder();

    /** Levels of a v1 page, none above {@code max}: their length, then the runs. */
    void levels(int[] levels, int count, int max, ByteBuilder out) {
        RleEncoder.encodeWithLength(levels, 0, count, Integer.SIZE - Integer.numberOfLeadingZeros(max), out);
    }

    /** The like for {@code count} equal levels of 0 or 1. */
    void equalLevels(int level, int count, ByteBuilder out) {
        RleEncoder.encodeEqualWithLength(level, count, 1, out);
    }

    /** {@code count} equal dictionary ids: their width, then the runs. */
    void equalIds(int id, int count, int width, ByteBuilder out) {
        RleEncoder.encodeEqualWithWidth(id, count, width, out);
    }

    /** Dictionary ids: their width, then the runs. */
    void ids(int[] ids, int from, int to, int width, ByteBuilder out) {
        RleEncoder.encodeWithWidth(ids, from, to, width, out);
    }

    void plainInts(ColumnSchema column, int[] values, int from, int to, ByteBuilder out) {
        if (column.type() == Type.BOOLEAN) {
            PlainEncoder.booleans(values, from, to, out);
        } else {
            PlainEncoder.ints(values, from, to, out);
        }
    }

    void plainLongs(long[] values, int from, int to, ByteBuilder out) {
        PlainEncoder.longs(values, from, to, out);
    }

    void plainBinaries(ColumnSchema column, BinaryVector values, int from, int to, ByteBuilder out) {
        if (column.fixedBytes() > 0) {
            PlainEncoder.fixed(values, from, to, out);
        } else {
            PlainEncoder.binary(values, from, to, out);
        }
    }

    void ints(ColumnSchema column, Encoding encoding, int[] values, int from, int to, ByteBuilder out) {
        switch (encoding) {
            case PLAIN -> plainInts(column, values, from, to, out);
            case DELTA_BINARY_PACKED -> DeltaBinaryPacked.encode(values, from, to, out);
            default -> throw unexpected(encoding);
        }
    }

    void longs(Encoding encoding, long[] values, int from, int to, ByteBuilder out) {
        switch (encoding) {
            case PLAIN -> plainLongs(values, from, to, out);
            case DELTA_BINARY_PACKED -> DeltaBinaryPacked.encode(values, from, to, out);
            default -> throw unexpected(encoding);
        }
    }

    void binaries(ColumnSchema column, Encoding encoding, BinaryVector values, int from, int to, ByteBuilder out) {
        switch (encoding) {
            case PLAIN -> plainBinaries(column, values, from, to, out);
            case DELTA_LENGTH_BYTE_ARRAY -> deltas.encodeLengths(values, from, to, out);
            case DELTA_BYTE_ARRAY -> deltas.encodePrefixes(values, from, to, out);
            default -> throw unexpected(encoding);
        }
    }

    private static IllegalStateException unexpected(Encoding encoding) {
        return new IllegalStateException("no choice ever made: " + encoding);
    }
}
