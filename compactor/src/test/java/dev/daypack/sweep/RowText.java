package dev.daypack.sweep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Records as text that differs whenever a bit of a value, a null or the nesting does. */
final class RowText {

    private static final HexFormat HEX = HexFormat.of();
    private static final int INT96_DAY_OFFSET = 8;

    private RowText() {}

    /** One record; a top-level field of the name that is left out is passed over. */
    static String of(Group group, String leftOut) {
        StringBuilder text = new StringBuilder();
        for (int field = 0; field < group.getType().getFieldCount(); field++) {
            if (!group.getType().getFieldName(field).equals(leftOut)) {
                append(text, group, field);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Group group, int field) {
        Type type = group.getType().getType(field);
        text.append(type.getName()).append('=');
        int count = group.getFieldRepetitionCount(field);
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            text.append(count).append('x');
        } else if (count == 0) {
            text.append("null");
        }
        for (int i = 0; i < count; i++) {
            if (type.isPrimitive()) {
                text.append('[').append(value(group, field, i)).append(']');
            } else {
                text.append('{').append(of(group.getGroup(field, i), "")).append('}');
            }
        }
        text.append(' ');
    }

    private static String value(Group group, int field, int index) {
        return switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> Boolean.toString(group.getBoolean(field, index));
            case INT32 -> Integer.toString(group.getInteger(field, index));
            case INT64 -> Long.toString(group.getLong(field, index));
            case FLOAT -> Integer.toHexString(Float.floatToRawIntBits(group.getFloat(field, index)));
            case DOUBLE -> Long.toHexString(Double.doubleToRawLongBits(group.getDouble(field, index)));
            case INT96 -> HEX.formatHex(group.getInt96(field, index).getBytes());
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                HEX.formatHex(group.getBinary(field, index).getBytes());
        };
    }

    /**
     * The sort key of a record, by the order that the format defines for the column's type; nulls are last. Floats are
     * in the order of their values, as DuckDB has it: -0.0 and 0.0 are equal, and so are NaNs, which come last.
     */
    static Key key(Group group, String column) {
        int field = group.getType().getFieldIndex(column);
        PrimitiveType type = group.getType().getType(field).asPrimitiveType();
        return group.getFieldRepetitionCount(field) == 0
                ? new Key(type, null)
                : new Key(
                        type,
                        switch (type.getPrimitiveTypeName()) {
                            case BOOLEAN -> group.getBoolean(field, 0);
                            case INT32 -> group.getInteger(field, 0);
                            case INT64 -> group.getLong(field, 0);
                            case FLOAT -> group.getFloat(field, 0) + 0.0;
                            case DOUBLE -> group.getDouble(field, 0) + 0.0;
                            case INT96 -> group.getInt96(field, 0);
                            case BINARY -> group.getBinary(field, 0);
                            case FIXED_LEN_BYTE_ARRAY -> isHalf(type) ? half(group, field) : group.getBinary(field, 0);
                        });
    }

    private static boolean isHalf(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
    }

    /** Two bytes, little-endian: sign, five bits of exponent, ten of mantissa. */
    private static Object half(Group group, int field) {
        int bits = ByteBuffer.wrap(group.getBinary(field, 0).getBytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getShort();
        int exponent = bits >> 10 & 31;
        int mantissa = bits & 1023;
        double magnitude = switch (exponent) {
            case 0 -> Math.scalb((double) mantissa, -24);
            case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + mantissa, exponent - 25);
        };
        return (bits < 0 ? -magnitude : magnitude) + 0.0;
    }

    /**
     * A value of the sort column.
     *
     * @param value null for a null
     */
    record Key(PrimitiveType type, Object value) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            if (value == null || other.value == null) {
                return Boolean.compare(value == null, other.value == null);
            }
            if (value instanceof Double number) {
                return number.compareTo((Double) other.value);
            }
            return type.getPrimitiveTypeName() == PrimitiveTypeName.INT96
                    ? compareInt96(((Binary) value).getBytes(), ((Binary) other.value).getBytes())
                    : compare(type.comparator(), value, other.value);
        }

        @SuppressWarnings("unchecked")
        private static int compare(PrimitiveComparator<?> order, Object a, Object b) {
            return ((PrimitiveComparator<Object>) order).compare(a, b);
        }

        /** Nanoseconds of the day, 8 bytes, then the Julian day, 4 bytes; both little-endian. */
        private static int compareInt96(byte[] a, byte[] b) {
            ByteBuffer mine = ByteBuffer.wrap(a).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer theirs = ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
            int days = Integer.compare(mine.getInt(INT96_DAY_OFFSET), theirs.getInt(INT96_DAY_OFFSET));
            return days != 0 ? days : Long.compare(mine.getLong(0), theirs.getLong(0));
        }
    }
}
