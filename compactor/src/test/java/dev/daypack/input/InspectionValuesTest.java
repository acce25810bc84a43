package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.junit.jupiter.api.Test;

final class InspectionValuesTest {

    private static SchemaElement element(Type type) {
        return new SchemaElement("a").setType(type);
    }

    private static SchemaElement element(Type type, ConvertedType converted) {
        return element(type).setConverted_type(converted);
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    @Test
    void numbersAreReadByTheirAnnotation() {
        assertEquals("-1", InspectionValues.of(element(Type.INT32), ints(-1)));
        assertEquals("4294967295", InspectionValues.of(element(Type.INT32, ConvertedType.UINT_32), ints(-1)));
        assertEquals("2026-01-26", InspectionValues.of(element(Type.INT32, ConvertedType.DATE), ints(20_479)));
        assertEquals(
                "2026-01-07T03:09:27.001Z",
                InspectionValues.of(element(Type.INT64, ConvertedType.TIMESTAMP_MILLIS), longs(1_767_755_367_001L)));
        assertEquals(
                "1969-12-31T23:59:59.999999999",
                InspectionValues.of(
                        element(Type.INT64)
                                .setLogicalType(LogicalType.TIMESTAMP(
                                        new TimestampType(false, TimeUnit.NANOS(new NanoSeconds())))),
                        longs(-1)));
        assertEquals("00:00:01", InspectionValues.of(element(Type.INT32, ConvertedType.TIME_MILLIS), ints(1000)));
        assertEquals("2.5", InspectionValues.of(element(Type.DOUBLE), longs(Double.doubleToLongBits(2.5))));
        assertEquals("true", InspectionValues.of(element(Type.BOOLEAN), new byte[] {1}));
    }

    @Test
    void decimalsHaveTheirPointOnEveryType() {
        assertEquals(
                "-1.05",
                InspectionValues.of(element(Type.INT32, ConvertedType.DECIMAL).setScale(2), ints(-105)));
        assertEquals(
                "12345678901234567890.1",
                InspectionValues.of(
                        element(Type.BYTE_ARRAY, ConvertedType.DECIMAL).setScale(1),
                        new BigInteger("123456789012345678901").toByteArray()));
    }

    @Test
    void aHostileScaleOrLengthTakesNoTime() {
        SchemaElement scaled = element(Type.INT32, ConvertedType.DECIMAL).setScale(Integer.MAX_VALUE);
        assertEquals("7E-2147483647", InspectionValues.of(scaled, ints(7)));
        SchemaElement bytes = element(Type.BYTE_ARRAY, ConvertedType.DECIMAL);
        assertTrue(InspectionValues.of(bytes, new byte[16 << 20]).startsWith("0x0000"));
        SchemaElement text = element(Type.BYTE_ARRAY, ConvertedType.UTF8);
        assertTrue(InspectionValues.of(text, new byte[16 << 20]).length() < 250);
    }

    @Test
    void valuesBeyondTheCalendarAreNumbers() {
        SchemaElement time = element(Type.INT64, ConvertedType.TIME_MICROS);
        assertEquals("9223372036854775807", InspectionValues.of(time, longs(Long.MAX_VALUE)));
        SchemaElement stamp = element(Type.INT64, ConvertedType.TIMESTAMP_MILLIS);
        assertTrue(InspectionValues.of(stamp, longs(Long.MIN_VALUE)).startsWith("-"));
    }

    @Test
    void textIsQuotedEscapedAndCut() {
        SchemaElement text = element(Type.BYTE_ARRAY, ConvertedType.UTF8);
        assertEquals("\"a\\u001b[2J\"", InspectionValues.of(text, "a\u001b[2J".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "\"" + "x".repeat(32) + "...\"",
                InspectionValues.of(text, "x".repeat(99).getBytes(StandardCharsets.UTF_8)));
        assertEquals("0x00ff", InspectionValues.of(element(Type.BYTE_ARRAY), new byte[] {0, -1}));
    }

    @Test
    void oddTypesAreShown() {
        byte[] half = {0x00, 0x3e};
        assertEquals(
                "1.5",
                InspectionValues.of(
                        element(Type.FIXED_LEN_BYTE_ARRAY).setLogicalType(LogicalType.FLOAT16(new Float16Type())),
                        half));
        assertEquals(
                "00000000-0000-0000-0000-000000000001",
                InspectionValues.of(
                        element(Type.FIXED_LEN_BYTE_ARRAY).setLogicalType(LogicalType.UUID(new UUIDType())),
                        ByteBuffer.allocate(16).putLong(8, 1).array()));
        byte[] stamp96 = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1_000_000_000L)
                .putInt(2_440_589)
                .array();
        assertEquals("1970-01-02T00:00:01Z", InspectionValues.of(element(Type.INT96), stamp96));
    }

    @Test
    void intervalsAreToldInTheirThreeUnits() {
        byte[] interval = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(14)
                .putInt(3)
                .putInt(-1)
                .array();
        SchemaElement element = element(Type.FIXED_LEN_BYTE_ARRAY, ConvertedType.INTERVAL);
        assertEquals("14 months 3 days 4294967295 ms", InspectionValues.of(element, interval));
        assertEquals("0x0e00", InspectionValues.of(element, new byte[] {14, 0}));
    }

    @Test
    void halfFloatsCoverTheirRange() {
        assertEquals(65504f, InspectionValues.halfFloat((short) 0x7bff));
        assertEquals(0x1p-24f, InspectionValues.halfFloat((short) 1));
        assertEquals(Float.NEGATIVE_INFINITY, InspectionValues.halfFloat((short) 0xfc00));
        assertTrue(Float.isNaN(InspectionValues.halfFloat((short) 0x7e00)));
    }

    @Test
    void aBoundOfTheWrongWidthIsCalledMalformed() {
        assertEquals("malformed: 3 bytes", InspectionValues.of(element(Type.INT64), new byte[3]));
    }
}
