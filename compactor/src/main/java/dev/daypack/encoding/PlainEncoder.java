package dev.daypack.encoding;

import java.util.Objects;

/** Writes values in PLAIN; the reverse of the Plain decoders. Stateless. */
public final class PlainEncoder {

    private PlainEncoder() {}

    /** INT64 values, or the bits of DOUBLE: 8 bytes each. */
    public static void longs(long[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        int count = to - from;
        int size = Math.multiplyExact(8, count);
        byte[] target = out.reserve(size);
        LittleEndian.longs(target, out.size(), count).put(values, from, count);
        out.advance(size);
    }

    /** INT32 values, or the bits of FLOAT: 4 bytes each. */
    public static void ints(int[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        int count = to - from;
        int size = Math.multiplyExact(4, count);
        byte[] target = out.reserve(size);
        LittleEndian.ints(target, out.size(), count).put(values, from, count);
        out.advance(size);
    }

    /**
     * BOOLEAN values: one bit each, the last byte filled up with 0.
     *
     * @param values 0 or 1
     */
    public static void booleans(int[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        int size = (int) BitPacking.bytesOf(to - from, 1);
        RleEncoder.pack(values, from, to, 1, out.reserve(size + BitPacking.SLACK_BYTES), out.size());
        out.advance(size);
    }

    /** BYTE_ARRAY values: 4 bytes of length and the bytes, each. */
    public static void binary(BinaryVector values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.count());
        int size = Math.toIntExact(binaryBytes(values, from, to));
        byte[] target = out.reserve(size);
        byte[] source = values.bytes();
        int position = out.size();
        int start = from == to ? 0 : values.start(from);
        for (int i = from; i < to; i++) {
            int length = values.end(i) - start;
            LittleEndian.INT.set(target, position, length);
            LittleEndian.copyShort(source, start, source.length, target, position + 4, length);
            position += 4 + length;
            start += length;
        }
        out.advance(size);
    }

    /** What {@link #binary} appends, in bytes. */
    public static long binaryBytes(BinaryVector values, int from, int to) {
        return 4L * (to - from) + values.byteCount(from, to);
    }

    /** FIXED_LEN_BYTE_ARRAY values, all of one length: the bytes. */
    public static void fixed(BinaryVector values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.count());
        if (from < to) {
            out.put(values.bytes(), values.start(from), values.byteCount(from, to));
        }
    }
}
