package dev.daypack.input;

import dev.daypack.merge.KeyBlock;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.format.LogicalType;

/**
 * Keys as people read the values behind them: integers in the column's own unit, decimals with their point, INT96 as an
 * ISO instant, strings as they are, UUIDs in their usual form, other bytes as hex.
 */
final class KeyText {

    /** Longer strings are cut, and end in dots. */
    private static final int MAX_CHARS = 256;

    private static final int MAX_HEX_BYTES = 128;
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long SECONDS_OF_DAY = 86_400;
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private KeyText() {}

    /** Of a narrow key. */
    static String of(KeyColumn column, long key) {
        return ofBits(column, column.toValue(key));
    }

    /** Of the first column of a wide key; empty if it is null. */
    static Optional<String> ofFirst(KeyColumn column, byte[] key) {
        byte[] value = key;
        if (column.nulls() != NullKeys.REJECT) {
            if (column.isNullMark(key, 0)) {
                return Optional.empty();
            }
            value = Arrays.copyOfRange(key, 1, key.length);
        }
        if (column.isDescending()) {
            KeyBlock turned = new KeyBlock(1, value.length);
            turned.put(value, 0, value.length);
            turned.invert(0);
            value = Arrays.copyOf(turned.bytes(), value.length);
        }
        return Optional.of(ofAscending(column, ByteBuffer.wrap(value)));
    }

    private static String ofAscending(KeyColumn column, ByteBuffer key) {
        return switch (column.kind()) {
            case FIXED -> ofBytes(column, taken(key, column.column().fixedBytes()));
            case BYTES -> ofBytes(column, unescaped(key));
            case FIXED_DECIMAL -> {
                byte[] bytes = taken(key, column.column().fixedBytes());
                bytes[0] ^= (byte) 0x80;
                yield decimal(column, new BigInteger(bytes));
            }
            case BYTES_DECIMAL -> {
                int rank = key.getInt();
                int length = rank < 0 ? rank - Integer.MIN_VALUE : Integer.MAX_VALUE - rank;
                yield decimal(column, new BigInteger(taken(key, length)));
            }
            case HALF -> half(key.getShort() & 0xffff);
            case INT96 -> {
                long day = key.getLong() ^ Long.MIN_VALUE;
                long nanos = key.getLong();
                yield Instant.ofEpochSecond(
                                (day - JULIAN_DAY_OF_EPOCH) * SECONDS_OF_DAY + nanos / NANOS_OF_SECOND,
                                nanos % NANOS_OF_SECOND)
                        .toString();
            }
            default -> {
                long ascending = key.getLong() ^ Long.MIN_VALUE;
                yield of(column, column.isDescending() ? ~ascending : ascending);
            }
        };
    }

    private static String ofBits(KeyColumn column, long bits) {
        return switch (column.kind()) {
            case UNSIGNED_32 -> Integer.toUnsignedString((int) bits);
            case UNSIGNED_64 -> Long.toUnsignedString(bits);
            case BOOLEAN -> Boolean.toString(bits != 0);
            case FLOAT -> Float.toString(Float.intBitsToFloat((int) bits));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
            default -> decimal(column, BigInteger.valueOf(bits));
        };
    }

    private static String decimal(KeyColumn column, BigInteger unscaled) {
        LogicalType annotation = column.column().annotation();
        return annotation != null && annotation.isSetDECIMAL()
                ? new BigDecimal(unscaled, annotation.getDECIMAL().getScale()).toPlainString()
                : unscaled.toString();
    }

    /** Exact: every half-precision number is a float. */
    private static String half(int key) {
        if (key == 0xffff) {
            return "NaN";
        }
        int magnitude = key < 0x8000 ? 0x7fff - key : key - 0x8000;
        float value;
        if (magnitude == 0x7c00) {
            value = Float.POSITIVE_INFINITY;
        } else if (magnitude < 0x400) {
            value = Math.scalb((float) magnitude, -24);
        } else {
            value = Math.scalb((float) ((magnitude & 0x3ff) | 0x400), (magnitude >> 10) - 25);
        }
        return Float.toString(key < 0x8000 ? -value : value);
    }

    private static byte[] taken(ByteBuffer key, int length) {
        byte[] bytes = new byte[length];
        key.get(bytes);
        return bytes;
    }

    private static byte[] unescaped(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        int count = 0;
        while (true) {
            byte next = key.get();
            if (next == 0 && key.get() == 0) {
                return Arrays.copyOf(bytes, count);
            }
            bytes[count++] = next;
        }
    }

    private static String ofBytes(KeyColumn column, byte[] bytes) {
        LogicalType annotation = column.column().annotation();
        if (annotation != null && annotation.isSetUUID() && bytes.length == 16) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            return new UUID(halves.getLong(), halves.getLong()).toString();
        }
        boolean isText =
                annotation != null && (annotation.isSetSTRING() || annotation.isSetENUM() || annotation.isSetJSON());
        return isText ? text(bytes) : hex(bytes);
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.length() <= MAX_CHARS) {
                return text;
            }
            int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
            return text.substring(0, end) + "...";
        } catch (CharacterCodingException e) {
            return hex(bytes);
        }
    }

    private static String hex(byte[] bytes) {
        String digits = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_HEX_BYTES));
        return bytes.length <= MAX_HEX_BYTES ? digits : digits + "...";
    }
}
