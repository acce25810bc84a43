package dev.daypack.input;

import dev.daypack.text.Printable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * Writes single values (bounds of statistics, sort keys) as people read them, by type and annotation. What comes out is
 * one line of printable text of bearable length, whatever the bytes are.
 */
final class InspectionValues {

    private static final int MAX_TEXT_CHARS = 32;
    private static final int MAX_HEX_BYTES = 12;

    /** Longer decimals are no decimals; converting them would take time in the square of their length. */
    private static final int MAX_DECIMAL_BYTES = 64;

    /** Digits after the point; beyond it the scientific form is used, since a hostile scale may be 2^31. */
    private static final int MAX_SCALE = 100;

    private static final int INTERVAL_BYTES = 12;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

    private InspectionValues() {}

    /** A value in the PLAIN form that statistics use: without a length. */
    static String of(SchemaElement element, byte[] bytes) {
        Type type = element.getType();
        LogicalType annotation = Annotations.of(element);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < bytesOf(type)) {
            return "malformed: " + bytes.length + " bytes";
        }
        return switch (type) {
            case BOOLEAN -> String.valueOf(bytes[0] != 0);
            case INT32 -> ofInteger(annotation, type, buffer.getInt());
            case INT64 -> ofInteger(annotation, type, buffer.getLong());
            case FLOAT -> String.valueOf(buffer.getFloat());
            case DOUBLE -> String.valueOf(buffer.getDouble());
            case INT96 -> timestamp96(buffer.getLong(), buffer.getInt());
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                element.getConverted_type() == ConvertedType.INTERVAL && bytes.length == INTERVAL_BYTES
                        ? interval(buffer)
                        : ofBinary(annotation, bytes);
        };
    }

    /** Three unsigned numbers. */
    private static String interval(ByteBuffer bytes) {
        return Integer.toUnsignedString(bytes.getInt()) + " months " + Integer.toUnsignedString(bytes.getInt())
                + " days " + Integer.toUnsignedString(bytes.getInt()) + " ms";
    }

    private static int bytesOf(Type type) {
        return switch (type) {
            case BOOLEAN -> 1;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> 0;
        };
    }

    /** A value of an INT32 or INT64 column, sign-extended. */
    static String ofInteger(LogicalType annotation, Type type, long value) {
        if (annotation == null) {
            return Long.toString(value);
        }
        try {
            if (annotation.isSetDATE()) {
                return LocalDate.ofEpochDay(value).toString();
            }
            if (annotation.isSetTIMESTAMP()) {
                String instant = timestamp(annotation.getTIMESTAMP().getUnit(), value);
                return annotation.getTIMESTAMP().isIsAdjustedToUTC()
                        ? instant
                        : instant.substring(0, instant.length() - 1);
            }
            if (annotation.isSetTIME()) {
                return LocalTime.ofNanoOfDay(Math.multiplyExact(
                                value, nanosOf(annotation.getTIME().getUnit())))
                        .toString();
            }
        } catch (DateTimeException | ArithmeticException beyondTheCalendar) {
            return Long.toString(value);
        }
        if (annotation.isSetDECIMAL()) {
            return decimal(BigInteger.valueOf(value), annotation.getDECIMAL().getScale());
        }
        if (annotation.isSetINTEGER() && !annotation.getINTEGER().isIsSigned()) {
            return type == Type.INT32 ? Integer.toUnsignedString((int) value) : Long.toUnsignedString(value);
        }
        return Long.toString(value);
    }

    private static String timestamp(TimeUnit unit, long value) {
        long nanos = nanosOf(unit);
        long perSecond = 1_000_000_000L / nanos;
        return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos)
                .toString();
    }

    private static String timestamp96(long nanosOfDay, int julianDay) {
        try {
            return Instant.ofEpochSecond((julianDay - (long) JULIAN_DAY_OF_EPOCH) * 86_400, nanosOfDay)
                    .toString();
        } catch (DateTimeException beyondTheCalendar) {
            return "day " + julianDay + ", " + nanosOfDay + " ns";
        }
    }

    private static long nanosOf(TimeUnit unit) {
        return unit.isSetMILLIS() ? 1_000_000 : unit.isSetMICROS() ? 1_000 : 1;
    }

    /** The unit that a column's integers count in: {@code ms}, {@code us}, {@code ns}, {@code days}, or empty. */
    static String unitOf(LogicalType annotation) {
        if (annotation == null) {
            return "";
        }
        if (annotation.isSetDATE()) {
            return "days";
        }
        TimeUnit unit = annotation.isSetTIMESTAMP()
                ? annotation.getTIMESTAMP().getUnit()
                : annotation.isSetTIME() ? annotation.getTIME().getUnit() : null;
        return unit == null ? "" : unit.isSetMILLIS() ? "ms" : unit.isSetMICROS() ? "us" : "ns";
    }

    private static String ofBinary(LogicalType annotation, byte[] bytes) {
        if (annotation != null && (annotation.isSetSTRING() || annotation.isSetENUM() || annotation.isSetJSON())) {
            return text(bytes);
        }
        if (annotation != null && annotation.isSetDECIMAL() && bytes.length > 0 && bytes.length <= MAX_DECIMAL_BYTES) {
            return decimal(new BigInteger(bytes), annotation.getDECIMAL().getScale());
        }
        if (annotation != null && annotation.isSetUUID() && bytes.length == 16) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong()).toString();
        }
        if (annotation != null && annotation.isSetFLOAT16() && bytes.length == 2) {
            return String.valueOf(halfFloat(
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort()));
        }
        return annotation == null && isAscii(bytes) ? text(bytes) : hex(bytes);
    }

    private static String text(byte[] utf8) {
        // No character takes more than four bytes.
        int length = Math.min(utf8.length, 4 * (MAX_TEXT_CHARS + 1));
        return '"' + Printable.of(new String(utf8, 0, length, StandardCharsets.UTF_8), MAX_TEXT_CHARS) + '"';
    }

    /** Old writers leave strings without an annotation. */
    private static boolean isAscii(byte[] bytes) {
        for (byte unit : bytes) {
            if (unit < ' ' || unit == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, MAX_HEX_BYTES);
        return "0x" + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : "");
    }

    private static String decimal(BigInteger unscaled, int scale) {
        BigDecimal value = new BigDecimal(unscaled, scale);
        return scale >= 0 && scale <= MAX_SCALE ? value.toPlainString() : value.toString();
    }

    /** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
    static float halfFloat(short bits) {
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size;
        if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = fraction * 0x1p-24f;
        } else {
            size = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -size : size;
    }
}
