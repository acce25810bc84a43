package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;

/**
 * LZ4 blocks in plain Java, for pages too large to be held, bare and as Hadoop frames them. Source:
 * lz4_Block_format.md of lz4/lz4; {@link HadoopLz4Decompressor} has a drawing of the frames.
 */
final class Lz4Unpacker {

    private static final int LEAST_MATCH = 4;
    private static final int LONG_LENGTH = 15;

    private Lz4Unpacker() {}

    /** One block, which is all there is. */
    static void unpackBlock(ByteFeed packed, int expected, UnpackedSink into) throws IOException {
        UnpackHistory history = new UnpackHistory(into, expected);
        if (!packed.isAtEnd() || expected > 0) {
            block(packed, Long.MAX_VALUE, history);
        }
        history.end();
    }

    /** Frames. Pages of one bare block, which Arrow C++ once wrote, are not taken here. */
    static void unpackFrames(ByteFeed packed, int expected, UnpackedSink into) throws IOException {
        UnpackHistory history = new UnpackHistory(into, expected);
        while (!packed.isAtEnd()) {
            long frameEnd = history.made() + size(packed);
            while (history.made() < frameEnd) {
                long packedSize = size(packed);
                block(packed, packed.taken() + packedSize, history);
            }
            if (history.made() != frameEnd) {
                throw new MalformedDataException("an lz4 frame is longer than it says");
            }
        }
        history.end();
    }

    /** Big-endian. */
    private static long size(ByteFeed packed) throws IOException {
        return (long) packed.take() << 24 | packed.take() << 16 | packed.take() << 8 | packed.take();
    }

    private static void block(ByteFeed packed, long end, UnpackHistory history) throws IOException {
        long first = history.made();
        while (true) {
            int token = packed.take();
            history.literals(packed, length(packed, token >>> 4));
            if (packed.taken() >= end || packed.isAtEnd()) {
                break;
            }
            int offset = packed.take() | packed.take() << 8;
            if (offset > history.made() - first) {
                throw new MalformedDataException("an lz4 match before its block");
            }
            history.match(offset, LEAST_MATCH + length(packed, token & LONG_LENGTH));
        }
        if (end != Long.MAX_VALUE && packed.taken() != end) {
            throw new MalformedDataException("an lz4 block is longer than it says");
        }
    }

    private static long length(ByteFeed packed, int short4) throws IOException {
        long length = short4;
        int next = short4 == LONG_LENGTH ? 255 : 0;
        while (next == 255) {
            next = packed.take();
            length += next;
        }
        return length;
    }
}
