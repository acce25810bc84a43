package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * The order of a column's values as the Parquet format defines it, written down a second time for tests.
 *
 * @param compare values as {@link #comparable} gives them; null if there is no order
 */
record ValueOrder(Type type, Comparator<Object> compare) {

    /** Longer bounds are not written. */
    private static final int MAX_BOUND_BYTES = 64;

    static ValueOrder of(SchemaElement column) {
        LogicalType annotation = column.getLogicalType();
        boolean isUnsigned = annotation != null && annotation.isSetINTEGER()
                ? !annotation.getINTEGER().isIsSigned()
                : column.isSetConverted_type()
                        && column.getConverted_type().name().startsWith("UINT");
        Comparator<Object> compare = switch (column.getType()) {
            case BOOLEAN -> (one, other) -> Boolean.compare((boolean) one, (boolean) other);
            case INT32 ->
                isUnsigned
                        ? (one, other) -> Integer.compareUnsigned((int) one, (int) other)
                        : (one, other) -> Integer.compare((int) one, (int) other);
            case INT64 ->
                isUnsigned
                        ? (one, other) -> Long.compareUnsigned((long) one, (long) other)
                        : (one, other) -> Long.compare((long) one, (long) other);
            case FLOAT, DOUBLE -> (one, other) -> Double.compare(number(one), number(other));
            case INT96 -> null;
            default -> hasByteOrder(column) ? (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)) : null;
        };
        return new ValueOrder(column.getType(), compare);
    }

    /** Decimals and half floats in bytes are not ordered by their bytes, intervals not at all. */
    private static boolean hasByteOrder(SchemaElement column) {
        LogicalType annotation = column.getLogicalType();
        boolean numeric = annotation != null && (annotation.isSetDECIMAL() || annotation.isSetFLOAT16());
        ConvertedType converted = column.getConverted_type();
        return !numeric && converted != ConvertedType.DECIMAL && converted != ConvertedType.INTERVAL;
    }

    /** Text as its bytes, all else as it is. */
    static Object comparable(Object value) {
        return value instanceof String text ? ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)) : value;
    }

    private static double number(Object value) {
        // Both zeros count as one, as the format has it.
        return ((Number) value).doubleValue() + 0.0;
    }

    static byte[] bytes(Object value) {
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Whether there should be bounds of these values, none of which is null. */
    boolean canBound(List<Object> values) {
        if (compare == null || values.isEmpty()) {
            return false;
        }
        return switch (type) {
            case FLOAT, DOUBLE -> values.stream().noneMatch(value -> Double.isNaN(((Number) value).doubleValue()));
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                bytes(minimum(values)).length <= MAX_BOUND_BYTES && bytes(maximum(values)).length <= MAX_BOUND_BYTES;
            default -> true;
        };
    }

    private Object minimum(List<Object> values) {
        return values.stream().min(compare).orElseThrow();
    }

    private Object maximum(List<Object> values) {
        return values.stream().max(compare).orElseThrow();
    }

    /** The bounds are those of the values; a zero is -0 below and +0 above. */
    void checkBounds(List<Object> values, byte[] minimum, byte[] maximum, String what) {
        Object low = decoded(minimum);
        Object high = decoded(maximum);
        assertEquals(0, compare.compare(minimum(values), low), what + "minimum " + low);
        assertEquals(0, compare.compare(maximum(values), high), what + "maximum " + high);
        if (low instanceof Number number && (type == Type.FLOAT || type == Type.DOUBLE)) {
            assertTrue(number.doubleValue() != 0 || 1 / number.doubleValue() < 0, what + "minimum is +0");
            double top = ((Number) high).doubleValue();
            assertTrue(top != 0 || 1 / top > 0, what + "maximum is -0");
        }
    }

    int compareBounds(ByteBuffer one, ByteBuffer other) {
        return compare.compare(decoded(bytes(one)), decoded(bytes(other)));
    }

    private Object decoded(byte[] bound) {
        ByteBuffer buffer = ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case BOOLEAN -> buffer.get() != 0;
            case INT32 -> buffer.getInt();
            case INT64 -> buffer.getLong();
            case FLOAT -> buffer.getFloat();
            case DOUBLE -> buffer.getDouble();
            default -> buffer;
        };
    }
}
