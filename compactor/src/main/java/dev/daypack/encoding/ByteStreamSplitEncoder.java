package dev.daypack.encoding;

import java.util.Objects;

/** Writes BYTE_STREAM_SPLIT: all first bytes of the values, then all second bytes, and so on. Stateless. */
public final class ByteStreamSplitEncoder {

    private ByteStreamSplitEncoder() {}

    /** INT64 values, or the bits of DOUBLE. */
    public static void longs(long[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        byte[] target = out.reserve(Math.multiplyExact(8, to - from));
        int position = out.size();
        for (int shift = 0; shift < 64; shift += 8) {
            for (int i = from; i < to; i++) {
                target[position++] = (byte) (values[i] >>> shift);
            }
        }
        out.advance(8 * (to - from));
    }

    /** INT32 values, or the bits of FLOAT. */
    public static void ints(int[] values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.length);
        byte[] target = out.reserve(Math.multiplyExact(4, to - from));
        int position = out.size();
        for (int shift = 0; shift < 32; shift += 8) {
            for (int i = from; i < to; i++) {
                target[position++] = (byte) (values[i] >>> shift);
            }
        }
        out.advance(4 * (to - from));
    }

    /** FIXED_LEN_BYTE_ARRAY values, all of one length. */
    public static void fixed(BinaryVector values, int from, int to, ByteBuilder out) {
        Objects.checkFromToIndex(from, to, values.count());
        if (from == to) {
            return;
        }
        int length = values.length(from);
        int size = values.byteCount(from, to);
        if (size != (long) length * (to - from)) {
            throw new IllegalArgumentException("values of differing lengths");
        }
        byte[] source = values.bytes();
        byte[] target = out.reserve(size);
        int position = out.size();
        for (int first = values.start(from); first < values.start(from) + length; first++) {
            for (int i = 0; i < to - from; i++) {
                target[position++] = source[first + i * length];
            }
        }
        out.advance(size);
    }
}
