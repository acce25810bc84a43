package dev.daypack.roundtrip;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Fills and compares parquet-java's records. */
final class Records {

    private static final int SHOWN_CHARS = 120;

    private Records() {}

    /** Adds a value of the kind that {@link Domain} makes. */
    static void add(Group group, int field, Object value) {
        if (value instanceof Boolean flag) {
            group.add(field, flag.booleanValue());
        } else if (value instanceof Integer number) {
            group.add(field, number.intValue());
        } else if (value instanceof Long number) {
            group.add(field, number.longValue());
        } else if (value instanceof Float number) {
            group.add(field, number.floatValue());
        } else if (value instanceof Double number) {
            group.add(field, number.doubleValue());
        } else {
            group.add(field, (Binary) value);
        }
    }

    /**
     * Where two records differ first, value by value and bit by bit, or empty if they do not. Fields go by their names;
     * what only the actual one has is not looked at.
     */
    static Optional<String> difference(Group expected, Group actual) {
        GroupType type = expected.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            Optional<String> difference =
                    difference(expected, field, actual, actual.getType().getFieldIndex(type.getFieldName(field)));
            if (difference.isPresent()) {
                return difference.map(words -> type.getName() + "." + words);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(Group expected, int field, Group actual, int place) {
        Type type = expected.getType().getType(field);
        int count = expected.getFieldRepetitionCount(field);
        if (count != actual.getFieldRepetitionCount(place)) {
            return Optional.of("%s occurs %d times instead of %d"
                    .formatted(type.getName(), actual.getFieldRepetitionCount(place), count));
        }
        for (int i = 0; i < count; i++) {
            int index = i;
            Optional<String> difference = type.isPrimitive()
                    ? valueDifference(bits(expected, field, i), bits(actual, place, i))
                    : difference(expected.getGroup(field, i), actual.getGroup(place, i));
            if (difference.isPresent()) {
                return difference.map(words -> type.getName() + "[" + index + "]" + " " + words);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> valueDifference(Object expected, Object actual) {
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of("is " + shown(actual) + " instead of " + shown(expected));
    }

    /** A value of the kind that {@link Domain} makes. */
    static Object value(Group group, int field, int index) {
        SimpleGroup simple = (SimpleGroup) group;
        return switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> simple.getBoolean(field, index);
            case INT32 -> simple.getInteger(field, index);
            case INT64 -> simple.getLong(field, index);
            case FLOAT -> simple.getFloat(field, index);
            case DOUBLE -> simple.getDouble(field, index);
            case INT96 -> simple.getInt96(field, index);
            default -> simple.getBinary(field, index);
        };
    }

    /** A value that equals another one only if all bits do. */
    private static Object bits(Group group, int field, int index) {
        Object value = value(group, field, index);
        if (value instanceof Float number) {
            return Float.floatToRawIntBits(number);
        }
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return value instanceof Binary binary ? ByteBuffer.wrap(binary.getBytes()) : value;
    }

    private static String shown(Object value) {
        String text = value.toString();
        if (value instanceof ByteBuffer bytes) {
            text = bytes.remaining() + " bytes " + HexFormat.of().formatHex(bytes.array());
        } else if (value instanceof Number number) {
            text += " (0x" + Long.toHexString(number.longValue()) + ")";
        }
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }
}
