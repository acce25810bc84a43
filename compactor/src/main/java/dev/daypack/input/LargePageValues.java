package dev.daypack.input;

import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.DeltaByteArrayDecoder;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.encoding.RleEncoder;
import dev.daypack.encoding.ValueTooLongException;
import dev.daypack.memory.MemoryExceededException;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/**
 * The values of a page that lies in scratch space, some at a time: dictionary ids in runs of their own, all others in
 * PLAIN, whatever their encoding is. Not thread-safe.
 */
final class LargePageValues {

    /** Pieces of values of any length end when they are about so large. */
    private static final int PIECE_BYTES = 1 << 20;

    /** Each takes a window of its own. */
    private static final int MOST_STREAMS = 512;

    private interface Source {

        /** Appends at most {@code count} values and at least one; says how many. */
        int take(int count, ByteBuilder into);
    }

    private final PageScratch page;
    private final long from;
    private final long to;
    private final ColumnSchema column;
    private final int valueCount;
    private final int valueBytesLimit;
    private final Encoding pieceEncoding;
    private final Source source;
    private long heldBytes;
    private byte[] before = {};
    private int beforeLength;

    /** @param valueCount the most values that there may be */
    LargePageValues(
            PageScratch page,
            long from,
            long to,
            Encoding encoding,
            ColumnSchema column,
            int valueCount,
            int valueBytesLimit) {
        this.page = page;
        this.from = from;
        this.to = to;
        this.column = column;
        this.valueCount = valueCount;
        this.valueBytesLimit = valueBytesLimit;
        boolean isIds = encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        this.pieceEncoding = isIds ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
        this.source = from == to ? nothing() : isIds ? ids() : source(encoding);
    }

    /** Of the pieces. */
    Encoding pieceEncoding() {
        return pieceEncoding;
    }

    /** Appends at most {@code count} values, and at least one if it is not 0; says how many. */
    int take(int count, ByteBuilder into) {
        return count == 0 ? 0 : source.take(count, into);
    }

    long heldBytes() {
        return heldBytes + before.length;
    }

    private Source source(Encoding encoding) {
        boolean isBoolean = column.type() == Type.BOOLEAN;
        return switch (encoding) {
            case PLAIN -> isBoolean ? booleans(ScratchRuns.ofBits(bytes(from, to), 1)) : plain();
            case RLE -> isBoolean ? booleans(runsWithLength()) : unsupported(encoding);
            case DELTA_BINARY_PACKED ->
                column.type() == Type.INT32 || column.type() == Type.INT64 ? deltas() : unsupported(encoding);
            case DELTA_LENGTH_BYTE_ARRAY -> column.type() == Type.BYTE_ARRAY ? deltaLengths() : unsupported(encoding);
            case DELTA_BYTE_ARRAY -> column.kind() == ValueKind.BINARY ? deltaStrings() : unsupported(encoding);
            case BYTE_STREAM_SPLIT -> isBoolean || column.type() == Type.BYTE_ARRAY ? unsupported(encoding) : split();
            default -> unsupported(encoding);
        };
    }

    private Source unsupported(Encoding encoding) {
        throw new UnsupportedFeatureException("encoding " + encoding + " of " + column.type() + " values");
    }

    private ScratchBytes bytes(long start, long end) {
        heldBytes += PageScratch.BLOCK_BYTES;
        return new ScratchBytes(page, start, end);
    }

    private static Source nothing() {
        return (count, into) -> {
            throw new MalformedDataException("the page has no values, its levels tell of some");
        };
    }

    private Source ids() {
        ScratchBytes bytes = bytes(from, to);
        int width = bytes.take();
        ScratchRuns runs = ScratchRuns.ofRuns(bytes, width);
        int[] ids = new int[LargePage.PIECE_ENTRIES];
        return (count, into) -> {
            runs.decode(ids, 0, count);
            RleEncoder.encodeWithWidth(ids, 0, count, width, into);
            return count;
        };
    }

    private ScratchRuns runsWithLength() {
        ScratchBytes bytes = bytes(from, to);
        long length = bytes.takeInt();
        if (length < 0 || length > bytes.left()) {
            throw new MalformedDataException("runs of " + length + " bytes, there are " + bytes.left());
        }
        return ScratchRuns.ofRuns(bytes, 1);
    }

    private static Source booleans(ScratchRuns runs) {
        int[] bits = new int[LargePage.PIECE_ENTRIES];
        return (count, into) -> {
            runs.decode(bits, 0, count);
            for (int first = 0; first < count; first += Byte.SIZE) {
                int octet = 0;
                for (int i = first; i < Math.min(count, first + Byte.SIZE); i++) {
                    octet |= bits[i] << (i - first);
                }
                into.putByte(octet);
            }
            return count;
        };
    }

    private Source plain() {
        ScratchBytes bytes = bytes(from, to);
        if (column.type() != Type.BYTE_ARRAY) {
            return (count, into) -> {
                bytes.take((long) count * column.plainBytes(), into);
                return count;
            };
        }
        return (count, into) -> {
            int taken = 0;
            while (taken < count && into.size() < PIECE_BYTES) {
                int length = bytes.takeInt();
                if (length < 0 || length > bytes.left()) {
                    throw new MalformedDataException("value of length " + length);
                }
                checkLength(length);
                into.putInt(length);
                bytes.take(length, into);
                taken++;
            }
            return taken;
        };
    }

    private Source deltas() {
        ScratchDeltas deltas = new ScratchDeltas(bytes(from, to), valueCount);
        boolean isInt = column.type() == Type.INT32;
        return (count, into) -> {
            for (int i = 0; i < count; i++) {
                if (isInt) {
                    into.putInt((int) deltas.next());
                } else {
                    into.putLong(deltas.next());
                }
            }
            return count;
        };
    }

    /** Where a section of deltas ends. */
    private long endOfDeltas(long start) {
        ScratchBytes bytes = new ScratchBytes(page, start, to);
        return new ScratchDeltas(bytes, valueCount).end();
    }

    private Source deltaLengths() {
        long lengthsEnd = endOfDeltas(from);
        ScratchDeltas lengths = new ScratchDeltas(bytes(from, lengthsEnd), valueCount);
        ScratchBytes bytes = bytes(lengthsEnd, to);
        return (count, into) -> {
            int taken = 0;
            while (taken < count && into.size() < PIECE_BYTES) {
                int length = (int) lengths.next();
                checkLength(length);
                into.putInt(length);
                bytes.take(length, into);
                taken++;
            }
            return taken;
        };
    }

    private Source deltaStrings() {
        long prefixesEnd = endOfDeltas(from);
        long suffixesEnd = endOfDeltas(prefixesEnd);
        ScratchDeltas prefixes = new ScratchDeltas(bytes(from, prefixesEnd), valueCount);
        ScratchDeltas suffixes = new ScratchDeltas(bytes(prefixesEnd, suffixesEnd), valueCount);
        ScratchBytes bytes = bytes(suffixesEnd, to);
        if (prefixes.valueCount() != suffixes.valueCount()) {
            throw new MalformedDataException(
                    prefixes.valueCount() + " prefixes and " + suffixes.valueCount() + " suffixes");
        }
        long[] left = {
            Math.max(DeltaByteArrayDecoder.EXPANSION_FREE_BYTES, DeltaByteArrayDecoder.EXPANSION_LIMIT * (to - from))
        };
        return (count, into) -> {
            int taken = 0;
            while (taken < count && into.size() < PIECE_BYTES) {
                left[0] -= deltaString((int) prefixes.next(), (int) suffixes.next(), bytes, into);
                if (left[0] < 0) {
                    throw new MalformedDataException("the values take more than "
                            + DeltaByteArrayDecoder.EXPANSION_LIMIT + " times the bytes of their section");
                }
                taken++;
            }
            return taken;
        };
    }

    private int deltaString(int prefix, int suffix, ScratchBytes bytes, ByteBuilder into) {
        int fixed = column.fixedBytes();
        long length = (long) prefix + suffix;
        if (prefix < 0 || prefix > beforeLength || suffix < 0) {
            throw new MalformedDataException(
                    "prefix of " + prefix + " and suffix of " + suffix + " bytes after a value of " + beforeLength);
        }
        if (fixed > 0 && length != fixed) {
            throw new MalformedDataException("a value of " + length + " bytes where all have " + fixed);
        }
        checkLength(length);
        if (fixed == 0) {
            into.putInt((int) length);
        }
        int start = into.size();
        into.put(before, 0, prefix);
        bytes.take(suffix, into);
        if (before.length < length) {
            before = new byte[(int) Math.max(length, Math.min(valueBytesLimit, 2L * before.length))];
        }
        System.arraycopy(into.array(), start, before, 0, (int) length);
        beforeLength = (int) length;
        return beforeLength;
    }

    /** Of a value that is taken out of a page which memory does not bear. */
    private void checkLength(long length) {
        if (length > valueBytesLimit) {
            throw new ValueTooLongException(length, valueBytesLimit);
        }
    }

    private Source split() {
        int width = column.plainBytes();
        if (width > MOST_STREAMS) {
            throw new MemoryExceededException("a page of " + (to - from) + " bytes of column " + column.name()
                    + " has its values split into " + width + " streams; set memory to " + 4 * (to - from)
                    + " or more, so that it is held as a whole");
        }
        long count = (to - from) / width;
        if (count * width != to - from) {
            throw new MalformedDataException((to - from) + " bytes are no values of " + width);
        }
        ScratchBytes[] streams = new ScratchBytes[width];
        Arrays.setAll(streams, i -> bytes(from + i * count, from + (i + 1) * count));
        return (values, into) -> {
            for (int i = 0; i < values; i++) {
                for (ScratchBytes stream : streams) {
                    into.putByte(stream.take());
                }
            }
            return values;
        };
    }
}
