package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.io.IOException;

/**
 * Snappy's raw format in plain Java, for pages too large to be held: a length, then literals and matches. Source:
 * format_description.txt of google/snappy.
 */
final class SnappyUnpacker {

    private SnappyUnpacker() {}

    static void unpack(ByteFeed packed, int expected, UnpackedSink into) throws IOException {
        if (packed.isAtEnd() && expected == 0) {
            return;
        }
        long claimed = length(packed);
        if (claimed != expected) {
            throw new MalformedDataException("snappy length prefix " + claimed + ", " + expected + " bytes expected");
        }
        UnpackHistory history = new UnpackHistory(into, expected);
        while (!packed.isAtEnd()) {
            int tag = packed.take();
            switch (tag & 3) {
                case 0 -> history.literals(packed, literalLength(packed, tag >>> 2));
                case 1 -> {
                    int offset = (tag >>> 5) << 8 | packed.take();
                    history.match(offset, 4 + ((tag >>> 2) & 7));
                }
                case 2 -> history.match(number(packed, 2), 1 + (tag >>> 2));
                default -> history.match(number(packed, 4), 1 + (tag >>> 2));
            }
        }
        history.end();
    }

    /** ULEB128 of at most 32 bits. */
    private static long length(ByteFeed packed) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = packed.take();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedDataException("snappy length prefix is broken");
    }

    private static long literalLength(ByteFeed packed, int short6) throws IOException {
        return 1 + (short6 < 60 ? short6 : number(packed, short6 - 59));
    }

    private static long number(ByteFeed packed, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) packed.take() << (8 * i);
        }
        return value;
    }
}
