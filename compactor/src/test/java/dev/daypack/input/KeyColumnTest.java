package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.merge.KeyBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.junit.jupiter.api.Test;

/** Values in order, of each kind: their keys are in the same order, in both forms and directions, and read back. */
class KeyColumnTest {

    private static final LogicalType DECIMAL = LogicalType.DECIMAL(new DecimalType(2, 9));

    /** Values of one kind; an inner list holds equal ones. A value is its bits, or its bytes. */
    private record Ordered(ColumnSchema column, List<List<Object>> values, List<String> texts) {}

    private static final List<Ordered> ALL = List.of(
            new Ordered(
                    column(Type.INT32, 0, null),
                    singles((long) Integer.MIN_VALUE, -1L, 0L, 1L, (long) Integer.MAX_VALUE),
                    List.of("-2147483648", "-1", "0", "1", "2147483647")),
            new Ordered(
                    column(Type.INT64, 0, DECIMAL),
                    singles(Long.MIN_VALUE, -105L, 0L, 7L, Long.MAX_VALUE),
                    List.of("-92233720368547758.08", "-1.05", "0.00", "0.07", "92233720368547758.07")),
            new Ordered(
                    column(Type.INT32, 0, LogicalType.INTEGER(new IntType((byte) 32, false))),
                    singles(0L, 1L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, -1L),
                    List.of("0", "1", "2147483647", "2147483648", "4294967295")),
            new Ordered(
                    column(Type.INT64, 0, LogicalType.INTEGER(new IntType((byte) 64, false))),
                    singles(0L, Long.MAX_VALUE, Long.MIN_VALUE, -1L),
                    List.of("0", "9223372036854775807", "9223372036854775808", "18446744073709551615")),
            new Ordered(column(Type.BOOLEAN, 0, null), singles(0L, 1L), List.of("false", "true")),
            new Ordered(
                    column(Type.DOUBLE, 0, null),
                    List.of(
                            List.of(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)),
                            List.of(Double.doubleToRawLongBits(-1.5)),
                            List.of(0L, Long.MIN_VALUE),
                            List.of(1L),
                            List.of(Double.doubleToRawLongBits(Double.POSITIVE_INFINITY)),
                            List.of(0x7ff8_0000_0000_0000L, -1L, 0x7ff0_0000_0000_0001L)),
                    List.of("-Infinity", "-1.5", "0.0", "4.9E-324", "Infinity", "NaN")),
            new Ordered(
                    column(Type.FLOAT, 0, null),
                    List.of(
                            List.of((long) Float.floatToRawIntBits(-2.5f)),
                            List.of(0L, (long) Integer.MIN_VALUE),
                            List.of((long) Float.floatToRawIntBits(Float.POSITIVE_INFINITY)),
                            List.of(0x7fc0_0000L, -1L)),
                    List.of("-2.5", "0.0", "Infinity", "NaN")),
            new Ordered(
                    column(Type.FIXED_LEN_BYTE_ARRAY, 2, LogicalType.FLOAT16(new Float16Type())),
                    List.of(
                            List.of(half(0xfc00)),
                            List.of(half(0xbe00)),
                            List.of(half(0x8001)),
                            List.of(half(0), half(0x8000)),
                            List.of(half(1)),
                            List.of(half(0x03ff)),
                            List.of(half(0x0400)),
                            List.of(half(0x3c00)),
                            List.of(half(0x7bff)),
                            List.of(half(0x7c00)),
                            List.of(half(0x7e00), half(0xffff), half(0x7c01))),
                    List.of(
                            "-Infinity",
                            "-1.5",
                            "-5.9604645E-8",
                            "0.0",
                            "5.9604645E-8",
                            "6.097555E-5",
                            "6.1035156E-5",
                            "1.0",
                            "65504.0",
                            "Infinity",
                            "NaN")),
            new Ordered(
                    column(Type.BYTE_ARRAY, 0, LogicalType.STRING(new StringType())),
                    singles(
                            text(""),
                            text("\0"),
                            text("\0\0"),
                            text("\0a"),
                            text("a"),
                            text("a\0"),
                            text("ab"),
                            text("\u00e9")),
                    List.of("", "\0", "\0\0", "\0a", "a", "a\0", "ab", "\u00e9")),
            new Ordered(
                    column(Type.BYTE_ARRAY, 0, null),
                    singles(bytes(), bytes(0), bytes(0, 255), bytes(127), bytes(255), bytes(255, 0), bytes(255, 255)),
                    List.of("", "00", "00ff", "7f", "ff", "ff00", "ffff")),
            new Ordered(
                    column(Type.FIXED_LEN_BYTE_ARRAY, 16, LogicalType.UUID(new UUIDType())),
                    singles(uuid(0x01), uuid(0x80)),
                    List.of("01000000-0000-0000-0000-000000000000", "80000000-0000-0000-0000-000000000000")),
            new Ordered(
                    column(Type.FIXED_LEN_BYTE_ARRAY, 2, DECIMAL),
                    singles(bytes(0x80, 0), bytes(255, 255), bytes(0, 0), bytes(1, 0), bytes(127, 255)),
                    List.of("-327.68", "-0.01", "0.00", "2.56", "327.67")),
            new Ordered(
                    column(Type.BYTE_ARRAY, 0, DECIMAL),
                    List.of(
                            List.of(bytes(0x80, 0, 0)),
                            List.of(bytes(0xff, 0), bytes(0xff, 0xff, 0)),
                            List.of(bytes(0xff, 0x7f)),
                            List.of(bytes(0x80), bytes(0xff, 0x80)),
                            List.of(bytes(0xff), bytes(0xff, 0xff)),
                            List.of(bytes(0), bytes(0, 0), bytes()),
                            List.of(bytes(127), bytes(0, 127)),
                            List.of(bytes(0, 128)),
                            List.of(bytes(1, 0), bytes(0, 0, 1, 0))),
                    List.of("-83886.08", "-2.56", "-1.29", "-1.28", "-0.01", "0.00", "1.27", "1.28", "2.56")),
            new Ordered(
                    column(Type.INT96, 0, null),
                    List.of(
                            List.of(int96(-1, 0)),
                            List.of(int96(2_440_587, 86_399_999_999_999L), int96(2_440_588, -1)),
                            List.of(int96(2_440_588, 0), int96(2_440_587, 86_400_000_000_000L)),
                            List.of(int96(2_440_588, 1)),
                            List.of(int96(2_461_067, 3_600_000_000_000L))),
                    List.of(
                            "-4713-11-23T00:00:00Z",
                            "1969-12-31T23:59:59.999999999Z",
                            "1970-01-01T00:00:00Z",
                            "1970-01-01T00:00:00.000000001Z",
                            "2026-01-26T01:00:00Z")));

    @Test
    void wideKeysAreInTheOrderOfTheValuesWhateverFollows() {
        for (Ordered ordered : ALL) {
            for (boolean isDescending : new boolean[] {false, true}) {
                for (NullKeys nulls : NullKeys.values()) {
                    KeyColumn key = key(ordered.column, isDescending, nulls);
                    List<byte[]> keys = new ArrayList<>();
                    List<Integer> places = new ArrayList<>();
                    if (nulls != NullKeys.REJECT) {
                        keys.add(wide(key, null));
                        places.add(nulls == NullKeys.FIRST ? -100 : 100);
                    }
                    for (int place = 0; place < ordered.values.size(); place++) {
                        for (Object value : ordered.values.get(place)) {
                            keys.add(wide(key, value));
                            places.add(isDescending ? -place : place);
                        }
                    }
                    checkOrder(key, keys, places);
                }
            }
        }
    }

    private static void checkOrder(KeyColumn key, List<byte[]> keys, List<Integer> places) {
        for (int one = 0; one < keys.size(); one++) {
            for (int other = 0; other < keys.size(); other++) {
                int expected = Integer.compare(places.get(one), places.get(other));
                String what = key + ": " + one + " and " + other;
                assertEquals(expected, Integer.signum(Arrays.compareUnsigned(keys.get(one), keys.get(other))), what);
                if (expected != 0) {
                    byte[] followed = Arrays.copyOf(keys.get(one), keys.get(one).length + 1);
                    followed[followed.length - 1] = (byte) (expected < 0 ? 255 : 0);
                    assertEquals(
                            expected,
                            Integer.signum(Arrays.compareUnsigned(followed, keys.get(other))),
                            what + ", with another column behind");
                }
            }
        }
    }

    @Test
    void narrowKeysAreInTheOrderOfTheValues() {
        int narrow = 0;
        for (Ordered ordered : ALL) {
            for (boolean isDescending : new boolean[] {false, true}) {
                KeyColumn key = key(ordered.column, isDescending, NullKeys.REJECT);
                if (!key.kind().isNarrow()) {
                    continue;
                }
                narrow++;
                long before = 0;
                for (int place = 0; place < ordered.values.size(); place++) {
                    long[] keys = ordered.values.get(place).stream()
                            .mapToLong(value -> (long) value)
                            .toArray();
                    key.toKeys(keys, 0, keys.length);
                    assertEquals(1, Arrays.stream(keys).distinct().count(), key.toString());
                    if (place > 0) {
                        assertTrue(isDescending ? keys[0] < before : keys[0] > before, key + ", place " + place);
                    }
                    before = keys[0];
                    assertEquals(ordered.texts.get(place), KeyText.of(key, keys[0]));
                }
            }
        }
        assertEquals(14, narrow);
    }

    @Test
    void whatAKeyStandsForCanBeReadByPeople() {
        for (Ordered ordered : ALL) {
            for (boolean isDescending : new boolean[] {false, true}) {
                for (NullKeys nulls : NullKeys.values()) {
                    KeyColumn key = key(ordered.column, isDescending, nulls);
                    for (int place = 0; place < ordered.values.size(); place++) {
                        byte[] bytes = wide(key, ordered.values.get(place).get(0));
                        assertEquals(
                                Optional.of(ordered.texts.get(place)), KeyText.ofFirst(key, bytes), key.toString());
                    }
                    if (nulls != NullKeys.REJECT) {
                        assertEquals(Optional.empty(), KeyText.ofFirst(key, wide(key, null)));
                    }
                }
            }
        }
    }

    @Test
    void longValuesAreCutAndWhatIsNoTextIsHex() {
        KeyColumn text = key(column(Type.BYTE_ARRAY, 0, LogicalType.STRING(new StringType())), false, NullKeys.REJECT);
        assertEquals(
                "x".repeat(256) + "...",
                KeyText.ofFirst(text, wide(text, text("x".repeat(300)))).orElseThrow());
        assertEquals("ff", KeyText.ofFirst(text, wide(text, bytes(255))).orElseThrow());
        KeyColumn binary = key(column(Type.BYTE_ARRAY, 0, null), false, NullKeys.REJECT);
        assertEquals(
                "00".repeat(128) + "...",
                KeyText.ofFirst(binary, wide(binary, new byte[129])).orElseThrow());
    }

    @Test
    void intervalsAndNestedTypesHaveNoOrder() {
        SchemaElement interval = new SchemaElement("x");
        interval.setType(Type.FIXED_LEN_BYTE_ARRAY);
        interval.setType_length(12);
        interval.setRepetition_type(FieldRepetitionType.REQUIRED);
        interval.setConverted_type(ConvertedType.INTERVAL);
        assertEquals(KeyKind.NONE, KeyKind.of(new ColumnSchema(interval)));
    }

    private static KeyColumn key(ColumnSchema column, boolean isDescending, NullKeys nulls) {
        return new KeyColumn(0, column, KeyKind.of(column), isDescending, nulls);
    }

    private static byte[] wide(KeyColumn key, Object value) {
        KeyBlock block = new KeyBlock(1, 1);
        key.append(new OneCell(value), 0, block);
        block.endKey();
        return block.copy(0);
    }

    /** Stands at an odd place, as values do. */
    private record OneCell(Object value) implements KeyCells {

        @Override
        public boolean isNull(int row) {
            return value == null;
        }

        @Override
        public long bits(int row) {
            return (long) value;
        }

        @Override
        public byte[] bytes(int row) {
            byte[] bytes = (byte[]) value;
            byte[] padded = new byte[bytes.length + 7];
            Arrays.fill(padded, (byte) 0x55);
            System.arraycopy(bytes, 0, padded, 3, bytes.length);
            return padded;
        }

        @Override
        public int start(int row) {
            return 3;
        }

        @Override
        public int length(int row) {
            return ((byte[]) value).length;
        }
    }

    private static ColumnSchema column(Type type, int length, LogicalType annotation) {
        SchemaElement element = new SchemaElement("x");
        element.setType(type);
        element.setRepetition_type(FieldRepetitionType.OPTIONAL);
        if (length > 0) {
            element.setType_length(length);
        }
        if (annotation != null) {
            element.setLogicalType(annotation);
        }
        return new ColumnSchema(element);
    }

    private static List<List<Object>> singles(Object... values) {
        return Arrays.stream(values).map(List::of).toList();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] half(int bits) {
        return bytes(bits, bits >> 8);
    }

    private static byte[] uuid(int first) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) first;
        return bytes;
    }

    private static byte[] int96(int day, long nanos) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .putInt(day)
                .array();
    }
}
