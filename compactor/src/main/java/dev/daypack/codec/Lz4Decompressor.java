package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;
import java.util.Objects;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * One LZ4 block without a frame, by lz4-java (at.yawk.lz4, the maintained fork). Of its decoders this is the one in
 * plain Java that is told both lengths: the JVM checks every access, so hostile bytes can reach neither beyond the
 * arrays nor, by its own checks, beyond the target's range. Its "fast" decoders, and those by JNI and
 * {@code sun.misc.Unsafe}, are not used.
 */
final class Lz4Decompressor implements Decompressor {

    private final LZ4SafeDecompressor blocks = LZ4Factory.safeInstance().safeDecompressor();

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        if (length == 0 && expected == 0) {
            return 0;
        }
        int size = decompressUpTo(source, from, length, target, at, expected);
        if (size != expected) {
            throw new MalformedDataException("lz4 gave " + size + " bytes, " + expected + " expected");
        }
        return size;
    }

    /**
     * Unpacks one block of a size that is not known.
     *
     * @param room the most bytes that may come out
     * @return how many did
     */
    int decompressUpTo(byte[] source, int from, int length, byte[] target, int at, int room) {
        Objects.checkFromIndexSize(from, length, source.length);
        Objects.checkFromIndexSize(at, room, target.length);
        try {
            return blocks.decompress(source, from, length, target, at, room);
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw new MalformedDataException(
                    "broken lz4 block of " + length + " bytes, or of more than " + room + " unpacked", e);
        }
    }

    @Override
    public void close() {
        // nothing held
    }
}
