package dev.daypack.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.encoding.MalformedDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The codec LZ4: Hadoop's frames, or a bare block. */
class Lz4FramesTest {

    private static final byte[] PAGE = page(5_000);

    private final Decompressor lz4 = Compression.LZ4.newDecompressor();

    @Test
    void framesAndBlocksOfAnySizeComeBack() {
        for (int frameBytes : new int[] {1, 7, 1_000, 5_000, Integer.MAX_VALUE}) {
            for (int blockBytes : new int[] {1, 3, 999, 4_999, 5_000}) {
                byte[] framed = Packed.lz4Frames(PAGE, frameBytes, blockBytes);
                assertArrayEquals(PAGE, unpack(framed, PAGE.length), frameBytes + ", " + blockBytes);
            }
        }
    }

    @Test
    void aBareBlockComesBack() {
        for (int size = 1; size < 300; size++) {
            byte[] page = page(size);
            assertArrayEquals(page, unpack(Packed.lz4Block(page), size), "size " + size);
            byte[] zeros = new byte[size];
            assertArrayEquals(zeros, unpack(Packed.lz4Block(zeros), size), "zeros " + size);
        }
        assertArrayEquals(PAGE, unpack(Packed.lz4Block(PAGE), PAGE.length));
    }

    @Test
    void aPageWithoutBytesIsAnEmptyFrameOrAnEmptyBlock() {
        assertEquals(0, unpack(new byte[4], 0).length);
        assertEquals(0, unpack(new byte[1], 0).length);
        assertEquals(0, unpack(new byte[0], 0).length);
    }

    @Test
    void theEmptyFrameThatHadoopEndsWithIsRead() {
        byte[] framed = Packed.lz4Frames(PAGE, Integer.MAX_VALUE, 1_000);
        assertArrayEquals(PAGE, unpack(Arrays.copyOf(framed, framed.length + 4), PAGE.length));
        assertRefused(Arrays.copyOf(framed, framed.length + 3), "lz4 data ends inside the size of a frame");
    }

    @Test
    void framesThatDoNotAccountForEveryByteAreRefused() {
        byte[] framed = Packed.lz4Frames(PAGE, 2_000, 1_000);
        byte[] smaller = framed.clone();
        smaller[3]--;
        assertThrows(MalformedDataException.class, () -> unpack(smaller, PAGE.length));
        byte[] larger = framed.clone();
        larger[3]++;
        assertThrows(MalformedDataException.class, () -> unpack(larger, PAGE.length));
        byte[] oneFrame = Packed.lz4Frames(page(4_999), 5_000, 5_000);
        assertRefused(oneFrame, "lz4 frames of 4999 bytes, 5000 expected");
        byte[] noBlock = {0, 0, 0x13, (byte) 0x88, 0, 0, 0, 0};
        assertThrows(MalformedDataException.class, () -> unpack(noBlock, PAGE.length));
    }

    @Test
    void claimedSizesAreCheckedFirst() {
        assertRefused(new byte[] {0, 1, 0, 0, 0, 0, 0, 1, 0}, "an lz4 frame of 65536 bytes where 5000 are left");
        assertRefused(new byte[] {0, 0, 0, 9, -1, -1, -1, -1, 0}, "an lz4 block of 4294967295 bytes where 1 are left");
        assertRefused(new byte[] {0, 0, 0, 9, 0, 0, 0, 2, 0}, "an lz4 block of 2 bytes where 1 are left");
        assertRefused(new byte[] {0, 0, 0, 9, 0, 0}, "lz4 data ends inside the size of a block");
    }

    @Test
    void mutantsOfSeveralFramesHarmNobody() {
        byte[] framed = Packed.lz4Frames(PAGE, 1_500, 400);
        byte[] target = new byte[PAGE.length + 32];
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            byte[] mutant = framed.clone();
            mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                lz4.decompress(mutant, 0, mutant.length, target, 0, PAGE.length);
            } catch (MalformedDataException refused) {
                // One of the two ways out; any other exception fails the test.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertArrayEquals(new byte[32], Arrays.copyOfRange(target, PAGE.length, target.length), "seed " + seed);
        }
    }

    @Test
    void whatStoodInTheTargetBeforeNeverShowsInAPage() {
        // A match that reaches back before the page.
        byte[] block = {0x10, 'a', 9, 0, 0x50, 'b', 'c', 'd', 'e', 'f'};
        byte[] target = "secret secret secret".getBytes(StandardCharsets.US_ASCII);
        assertThrows(MalformedDataException.class, () -> lz4.decompress(block, 0, block.length, target, 10, 10));
        Decompressor raw = Compression.LZ4_RAW.newDecompressor();
        assertThrows(MalformedDataException.class, () -> raw.decompress(block, 0, block.length, target, 10, 10));
    }

    private void assertRefused(byte[] packed, String reason) {
        assertEquals(
                reason,
                assertThrows(MalformedDataException.class, () -> unpack(packed, PAGE.length))
                        .getMessage());
    }

    private byte[] unpack(byte[] packed, int size) {
        byte[] target = new byte[size];
        assertEquals(size, lz4.decompress(packed, 0, packed.length, target, 0, size));
        return target;
    }

    private static byte[] page(int size) {
        Random random = new Random(size);
        byte[] page = new byte[size];
        for (int i = 0; i < size; i++) {
            page[i] = (byte) (i % 100 < 60 ? random.nextInt(256) : i / 1000);
        }
        return page;
    }
}
