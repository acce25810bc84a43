package dev.daypack.roundtrip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;

/**
 * Strings of bytes: of any length, of one length, or such as an annotation asks for.
 *
 * @param edges values that break things
 * @param random makes any value
 * @param ascending makes the value of a place in an ascending row
 */
record Bytes(List<byte[]> edges, Function<SplittableRandom, byte[]> random, LongFunction<byte[]> ascending)
        implements Domain {

    private static final List<byte[]> TEXTS = List.of(
            text(""),
            text("a"),
            text("\0"),
            text("ä€\uD83D\uDE00"),
            text("\uFFFF".repeat(30)),
            text("x".repeat(64)),
            text("x".repeat(65)),
            text("long ".repeat(700)));

    @Override
    public Object edge(SplittableRandom source) {
        return Binary.fromConstantByteArray(edges.get(source.nextInt(edges.size())));
    }

    @Override
    public Object any(SplittableRandom source) {
        return Binary.fromConstantByteArray(random.apply(source));
    }

    @Override
    public Object at(long place) {
        return Binary.fromConstantByteArray(ascending.apply(place));
    }

    /** Of one length: FIXED_LEN_BYTE_ARRAY, INT96, and what is stored in them without an order of its own. */
    static Bytes fixed(int lengthBytes) {
        byte[] ones = new byte[lengthBytes];
        Arrays.fill(ones, (byte) -1);
        byte[] top = new byte[lengthBytes];
        top[lengthBytes - 1] = Byte.MIN_VALUE;
        byte[] nan = new byte[lengthBytes];
        Arrays.fill(nan, (byte) 0x7e);
        return new Bytes(List.of(new byte[lengthBytes], ones, top, nan), random -> some(random, lengthBytes), place -> {
            byte[] bytes = new byte[lengthBytes];
            for (int i = 0; i < Math.min(lengthBytes, Long.BYTES); i++) {
                bytes[lengthBytes - 1 - i] = (byte) (place >> 8 * i);
            }
            return bytes;
        });
    }

    /** Of any length, by the annotation of a BYTE_ARRAY, null for none. */
    static Bytes of(LogicalTypeAnnotation annotation) {
        if (annotation == null) {
            byte[] ones = new byte[100];
            Arrays.fill(ones, (byte) -1);
            return new Bytes(
                    List.of(new byte[0], new byte[1], ones, new byte[3_000]),
                    random -> some(random, random.nextInt(40)),
                    place -> ByteBuffer.allocate(8).putLong(place).array());
        }
        if (annotation instanceof JsonLogicalTypeAnnotation) {
            return new Bytes(
                    List.of(text("{}"), text("null"), text("[]"), text("[" + "1,".repeat(500) + "1]")),
                    random -> text("{\"n\": " + random.nextInt(1_000) + ", \"s\": [\"ä\", null]}"),
                    place -> text(Long.toString(1_000_000 + place)));
        }
        if (annotation instanceof BsonLogicalTypeAnnotation) {
            return documents();
        }
        if (annotation instanceof GeometryLogicalTypeAnnotation
                || annotation instanceof GeographyLogicalTypeAnnotation) {
            return new Bytes(
                    List.of(point(0, 0), point(-180, -90), point(180, 90)),
                    random -> point(random.nextInt(360) - 180, random.nextInt(1_800) / 10.0 - 90),
                    place -> point(place % 180, 45));
        }
        return new Bytes(TEXTS, Bytes::words, place -> text("order-%09d".formatted(place * 7)));
    }

    /** BSON documents that hold one INT32. */
    private static Bytes documents() {
        LongFunction<byte[]> document = value -> ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(12)
                .put((byte) 0x10)
                .put((byte) 'n')
                .put((byte) 0)
                .putInt((int) value)
                .put((byte) 0)
                .array();
        return new Bytes(
                List.of(new byte[] {5, 0, 0, 0, 0}, document.apply(-1)),
                random -> document.apply(random.nextInt()),
                document);
    }

    /** A point as well-known binary, little-endian. */
    private static byte[] point(double x, double y) {
        return ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(x)
                .putDouble(y)
                .array();
    }

    private static byte[] words(SplittableRandom random) {
        StringBuilder words = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            words.append("bid ask ä trade € quote ".substring(random.nextInt(20)));
        }
        return text(words.toString());
    }

    private static byte[] some(SplittableRandom random, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
