package dev.daypack.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.daypack.encoding.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {

    @ParameterizedTest
    @EnumSource(Compression.class)
    void pagesOfAnySizeComeBack(Compression compression) {
        try (Decompressor codec = compression.newDecompressor()) {
            for (int seed = 0; seed < 60; seed++) {
                byte[] page = page(seed);
                byte[] packed = Packed.page(compression, page);
                assertArrayEquals(packed, Packed.page(compression, page), "the same bytes again, seed " + seed);
                byte[] target = new byte[page.length + 10];
                Arrays.fill(target, (byte) 7);
                int size = codec.decompress(surrounded(packed), 3, packed.length, target, 4, page.length);
                assertEquals(page.length, size);
                assertArrayEquals(page, Arrays.copyOfRange(target, 4, 4 + page.length), "seed " + seed);
                assertArrayEquals(new byte[] {7, 7, 7, 7}, Arrays.copyOf(target, 4));
                assertArrayEquals(
                        new byte[] {7, 7, 7, 7, 7, 7}, Arrays.copyOfRange(target, 4 + page.length, target.length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void anyOtherSizeThanTheExpectedIsRefused(Compression compression) {
        try (Decompressor codec = compression.newDecompressor()) {
            byte[] page = page(40);
            byte[] packed = Packed.page(compression, page);
            byte[] target = new byte[2 * page.length + 100];
            for (int expected : new int[] {0, 1, page.length - 1, page.length + 1, 2 * page.length}) {
                assertThrows(
                        MalformedDataException.class,
                        () -> codec.decompress(packed, 0, packed.length, target, 0, expected),
                        "" + expected);
                for (int i = expected; i < target.length; i++) {
                    assertEquals(0, target[i], "nothing is written past the expected bytes");
                }
                Arrays.fill(target, (byte) 0);
            }
            codec.decompress(packed, 0, packed.length, target, 0, page.length);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aPageThatIsCutShortIsRefused(Compression compression) {
        byte[] page = page(23);
        byte[] packed = Packed.page(compression, page);
        byte[] target = new byte[page.length];
        try (Decompressor codec = compression.newDecompressor()) {
            for (int length = 0; length < packed.length; length++) {
                int cut = length;
                // What follows in the array is the rest of the page: it must not be read.
                assertThrows(
                        MalformedDataException.class,
                        () -> codec.decompress(packed, 0, cut, target, 0, page.length),
                        "" + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void bytesAfterAPageAreRefused(Compression compression) {
        byte[] target = new byte[page(58).length];
        try (Decompressor codec = compression.newDecompressor()) {
            for (int seed : new int[] {3, 20, 24, 58}) {
                byte[] page = page(seed);
                byte[] packed = Packed.page(compression, page);
                for (int more : new int[] {1, 2, 3, 4, 5, 8, 100, 4_096, 5_000}) {
                    byte[] longer = Arrays.copyOf(packed, packed.length + more);
                    // No zeros: in Hadoop's frames they are empty frames.
                    Arrays.fill(longer, packed.length, longer.length, (byte) 1);
                    assertThrows(
                            MalformedDataException.class,
                            () -> codec.decompress(longer, 0, longer.length, target, 0, page.length),
                            "seed " + seed + ", " + more + " bytes more");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void mutantsHarmNobody(Compression compression) {
        byte[] page = page(30);
        byte[] target = new byte[page.length + 64];
        try (Decompressor codec = compression.newDecompressor()) {
            byte[] packed = Packed.page(compression, page);
            for (int seed = 0; seed < 3000; seed++) {
                Random random = new Random(seed);
                byte[] mutant = packed.clone();
                if (random.nextInt(3) == 0) {
                    mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
                }
                for (int flips = random.nextInt(4); flips > 0 && mutant.length > 0; flips--) {
                    int at = random.nextInt(random.nextBoolean() ? Math.min(20, mutant.length) : mutant.length);
                    mutant[at] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                    codec.decompress(mutant, 0, mutant.length, target, 0, page.length);
                } catch (MalformedDataException expected) {
                    // One of the two ways out.
                } catch (RuntimeException | Error e) {
                    fail(compression + ", seed " + seed, e);
                }
                for (int i = page.length; i < target.length; i++) {
                    assertEquals(0, target[i], "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void rangesOutsideTheArraysAreRefused(Compression compression) {
        byte[] packed = Packed.page(compression, new byte[10]);
        int length = packed.length;
        try (Decompressor codec = compression.newDecompressor()) {
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.decompress(packed, 1, length, new byte[10], 0, 10));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.decompress(packed, 0, length, new byte[10], 1, 10));
            if (codec instanceof Codec both) {
                assertThrows(IndexOutOfBoundsException.class, () -> both.compress(packed, 1, length, new byte[999], 0));
                assertThrows(IndexOutOfBoundsException.class, () -> both.compress(packed, 0, length, new byte[1], 0));
            }
        }
    }

    @Test
    void whatIsPackedStandsWhereItShould() {
        for (Compression compression : Compression.values()) {
            try (Decompressor decompressor = compression.newDecompressor()) {
                if (decompressor instanceof Codec codec) {
                    assertArrayEquals(Packed.page(compression, page(50)), packed(codec, page(50)));
                }
            }
        }
    }

    @Test
    void gzipOfOthersIsRead() throws IOException {
        byte[] page = page(50);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int[] range : new int[][] {{0, 100}, {100, 100}, {100, page.length}}) {
            try (GZIPOutputStream member = new GZIPOutputStream(bytes)) {
                member.write(page, range[0], range[1] - range[0]);
            }
        }
        byte[] packed = bytes.toByteArray();
        try (Codec codec = new GzipCodec()) {
            byte[] target = new byte[page.length];
            codec.decompress(packed, 0, packed.length, target, 0, page.length);
            assertArrayEquals(page, target, "several members");
            byte[] ours = packed(codec, page);
            assertArrayEquals(page, new GZIPInputStream(new ByteArrayInputStream(ours)).readAllBytes());
            byte[] trailing = Arrays.copyOf(ours, ours.length + 1);
            assertThrows(
                    MalformedDataException.class,
                    () -> codec.decompress(trailing, 0, trailing.length, target, 0, page.length));
            byte[] otherCrc = ours.clone();
            otherCrc[ours.length - 8] ^= 1;
            String message = assertThrows(
                            MalformedDataException.class,
                            () -> codec.decompress(otherCrc, 0, otherCrc.length, target, 0, page.length))
                    .getMessage();
            assertEquals("gzip CRC does not match", message);
        }
    }

    @Test
    void gzipHeadersMayHaveEveryField() {
        byte[] page = page(20);
        try (Codec codec = new GzipCodec()) {
            byte[] plain = packed(codec, page);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] head = Arrays.copyOf(plain, 10);
            head[3] = 2 + 4 + 8 + 16;
            bytes.writeBytes(head);
            bytes.writeBytes(new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 'c', 0});
            CRC32 crc = new CRC32();
            crc.update(bytes.toByteArray());
            bytes.write((int) crc.getValue());
            bytes.write((int) crc.getValue() >>> 8);
            bytes.write(plain, 10, plain.length - 10);
            byte[] full = bytes.toByteArray();
            byte[] target = new byte[page.length];
            codec.decompress(full, 0, full.length, target, 0, page.length);
            assertArrayEquals(page, target);
            for (int length = 1; length < 23; length++) {
                int cut = length;
                assertThrows(
                        MalformedDataException.class, () -> codec.decompress(full, 0, cut, target, 0, page.length));
            }
        }
    }

    @Test
    void zstdFramesOfOthersAreRead() throws IOException {
        byte[] page = page(50);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream frame = new ZstdOutputStream(bytes)) {
            frame.write(page, 0, 100); // no content size
        }
        bytes.writeBytes(new byte[] {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3}); // to be skipped
        bytes.writeBytes(Zstd.compress(Arrays.copyOfRange(page, 100, page.length), 19));
        byte[] packed = bytes.toByteArray();
        try (Codec codec = new ZstdCodec(1)) {
            byte[] target = new byte[page.length];
            codec.decompress(packed, 0, packed.length, target, 0, page.length);
            assertArrayEquals(page, target);
            byte[] ours = packed(codec, page);
            assertEquals(page.length, Zstd.getFrameContentSize(ours));
        }
    }

    @Test
    void zstdFramesOfOldFormatsAndTrailingBytesAreRefused() {
        byte[] page = page(20);
        byte[] target = new byte[page.length];
        try (Codec codec = new ZstdCodec(ZstdCodec.DEFAULT_LEVEL)) {
            byte[] packed = packed(codec, page);
            for (int version = 0x22; version <= 0x27; version++) {
                byte[] old = packed.clone();
                old[0] = (byte) version;
                assertThrows(
                        MalformedDataException.class,
                        () -> codec.decompress(old, 0, old.length, target, 0, page.length));
            }
            byte[] trailing = Arrays.copyOf(packed, packed.length + 1);
            String message = assertThrows(
                            MalformedDataException.class,
                            () -> codec.decompress(trailing, 0, trailing.length, target, 0, page.length))
                    .getMessage();
            assertTrue(message.startsWith("no whole zstd frame at byte " + packed.length), message);
        }
    }

    @Test
    void zstdLevelsDifferAndAreChecked() {
        byte[] page = page(58);
        try (Codec fast = new ZstdCodec(1);
                Codec small = new ZstdCodec(19)) {
            assertTrue(packed(small, page).length < packed(fast, page).length);
        }
        assertThrows(IllegalArgumentException.class, () -> new ZstdCodec(23));
    }

    @Test
    void theSnappyPrefixIsCheckedBeforeAnythingElse() {
        byte[] target = new byte[10];
        try (Codec codec = new SnappyCodec()) {
            byte[] claims2Gb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 65};
            String message = assertThrows(
                            MalformedDataException.class, () -> codec.decompress(claims2Gb, 0, 7, target, 0, 10))
                    .getMessage();
            assertEquals("snappy length prefix 2147483647, 10 bytes expected", message);
            byte[] endless = {-1, -1, -1, -1, -1, 1};
            assertThrows(MalformedDataException.class, () -> codec.decompress(endless, 0, 6, target, 0, 10));
        }
    }

    private static byte[] packed(Codec codec, byte[] page) {
        byte[] target = new byte[codec.maxCompressedLength(page.length) + 5];
        int size = codec.compress(surrounded(page), 3, page.length, target, 5);
        assertTrue(size <= codec.maxCompressedLength(page.length));
        return Arrays.copyOfRange(target, 5, 5 + size);
    }

    private static byte[] surrounded(byte[] bytes) {
        byte[] wider = new byte[bytes.length + 6];
        System.arraycopy(bytes, 0, wider, 3, bytes.length);
        return wider;
    }

    /** Empty, then small, then larger; some compress well, some not at all. */
    private static byte[] page(int seed) {
        Random random = new Random(seed);
        byte[] page = new byte[seed < 10 ? seed : seed * seed * 9];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (seed % 5 == 4 ? random.nextInt() : 'a' + random.nextInt(1 + i % 7));
        }
        return page;
    }
}
