package dev.daypack.encoding;

import java.util.Arrays;
import java.util.Objects;

/**
 * Writes byte strings in DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY. Keeps two arrays of lengths from call to call,
 * and nothing else. Not thread-safe.
 */
public final class DeltaBinaryEncoder {

    private int[] prefixes = {};
    private int[] lengths = {};

    /** Appends the values in DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
    public void encodeLengths(BinaryVector values, int from, int to, ByteBuilder out) {
        takeLengths(values, from, to);
        DeltaBinaryPacked.encode(lengths, 0, to - from, out);
        if (from < to) {
            out.put(values.bytes(), values.start(from), values.byteCount(from, to));
        }
    }

    /** What {@link #encodeLengths} appends, in bytes, exactly. */
    public long lengthsBytes(BinaryVector values, int from, int to) {
        takeLengths(values, from, to);
        return DeltaBinaryPacked.encodedBytes(lengths, 0, to - from) + values.byteCount(from, to);
    }

    /**
     * Appends the values in DELTA_BYTE_ARRAY: the lengths of the longest prefixes shared with the value before, then
     * what remains of each value.
     */
    public void encodePrefixes(BinaryVector values, int from, int to, ByteBuilder out) {
        int suffixBytes = takePrefixes(values, from, to);
        int count = to - from;
        DeltaBinaryPacked.encode(prefixes, 0, count, out);
        DeltaBinaryPacked.encode(lengths, 0, count, out);
        byte[] source = values.bytes();
        byte[] target = out.reserve(suffixBytes);
        int position = out.size();
        for (int i = 0; i < count; i++) {
            int start = values.start(from + i) + prefixes[i];
            LittleEndian.copyShort(source, start, source.length, target, position, lengths[i]);
            position += lengths[i];
        }
        out.advance(suffixBytes);
    }

    /** What {@link #encodePrefixes} appends, in bytes, exactly. */
    public long prefixesBytes(BinaryVector values, int from, int to) {
        int suffixBytes = takePrefixes(values, from, to);
        int count = to - from;
        return DeltaBinaryPacked.encodedBytes(prefixes, 0, count)
                + DeltaBinaryPacked.encodedBytes(lengths, 0, count)
                + suffixBytes;
    }

    private void takeLengths(BinaryVector values, int from, int to) {
        reserve(values, from, to);
        for (int i = from; i < to; i++) {
            lengths[i - from] = values.length(i);
        }
    }

    /** Sets the lengths of prefixes and suffixes, and returns the sum of the latter. */
    private int takePrefixes(BinaryVector values, int from, int to) {
        reserve(values, from, to);
        byte[] bytes = values.bytes();
        int suffixBytes = 0;
        for (int i = from; i < to; i++) {
            int start = values.start(i);
            int end = values.end(i);
            int prefix = 0;
            if (i > from) {
                int mismatch = Arrays.mismatch(bytes, values.start(i - 1), start, bytes, start, end);
                prefix = mismatch < 0 ? end - start : mismatch;
            }
            prefixes[i - from] = prefix;
            lengths[i - from] = end - start - prefix;
            suffixBytes += end - start - prefix;
        }
        return suffixBytes;
    }

    private void reserve(BinaryVector values, int from, int to) {
        Objects.checkFromToIndex(from, to, values.count());
        if (to - from > lengths.length) {
            prefixes = new int[to - from];
            lengths = new int[to - from];
        }
    }
}
