package dev.daypack.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.encoding.MalformedDataException;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PageBodies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of Google's encoder, as DuckDB writes them into pages. */
class BrotliTest {

    private static final List<byte[]> PLAIN = new ArrayList<>();
    private static final List<byte[]> PACKED = new ArrayList<>();

    private final Decompressor brotli = Compression.BROTLI.newDecompressor();

    /** Pages of numbers, of words, of noise and of one value; small and large. */
    @BeforeAll
    static void writePages(@TempDir Path directory) {
        try (Duck duck = new Duck()) {
            for (int rows : new int[] {1, 40, 3_000, 100_000}) {
                String select = "SELECT i::BIGINT AS a, 'the time of the day is ' || (i % 700) AS b,"
                        + " md5(i::VARCHAR)::UUID AS c, 7.5::DOUBLE AS d, i // 5 AS e FROM range(" + rows + ") t(i)";
                Path plain = write(duck, directory.resolve("plain-" + rows), select, "uncompressed");
                Path packed = write(duck, directory.resolve("packed-" + rows), select, "brotli");
                PLAIN.addAll(PageBodies.of(plain));
                PACKED.addAll(PageBodies.of(packed));
            }
        }
        assertEquals(PLAIN.size(), PACKED.size());
        assertTrue(PLAIN.size() >= 20, PLAIN.size() + " pages");
    }

    private static Path write(Duck duck, Path file, String select, String compression) {
        duck.run("COPY (%s) TO %s (FORMAT parquet, COMPRESSION %s)"
                .formatted(select, Duck.text(file.toString()), compression));
        return file;
    }

    @Test
    void streamsOfOthersAreRead() {
        for (int i = 0; i < PLAIN.size(); i++) {
            byte[] plain = PLAIN.get(i);
            byte[] target = new byte[plain.length + 4];
            byte[] packed = PACKED.get(i);
            assertEquals(plain.length, brotli.decompress(packed, 0, packed.length, target, 2, plain.length));
            assertArrayEquals(plain, Arrays.copyOfRange(target, 2, 2 + plain.length), "page " + i);
        }
    }

    @Test
    void anyOtherSizeIsRefused() {
        for (int i = 0; i < PLAIN.size(); i++) {
            byte[] packed = PACKED.get(i);
            int size = PLAIN.get(i).length;
            for (int expected : new int[] {0, size - 1, size + 1, 2 * size}) {
                byte[] target = new byte[2 * size + 16];
                assertThrows(
                        MalformedDataException.class,
                        () -> brotli.decompress(packed, 0, packed.length, target, 0, expected),
                        "page " + i);
                assertEquals(
                        -1,
                        Arrays.mismatch(
                                target, expected, target.length, new byte[target.length], expected, target.length));
            }
        }
    }

    @Test
    void aStreamThatIsCutShortIsRefused() {
        for (int i = 0; i < PLAIN.size(); i++) {
            byte[] packed = PACKED.get(i);
            int size = PLAIN.get(i).length;
            byte[] target = new byte[size];
            int step = 1 + packed.length * (size / 20_000 + 1) / 1_500;
            for (int length = packed.length - 1; length > 0; length -= length > packed.length - 20 ? 1 : step) {
                int cut = length;
                assertThrows(
                        MalformedDataException.class,
                        () -> brotli.decompress(packed, 0, cut, target, 0, size),
                        "page " + i + ", cut at " + cut);
            }
        }
    }

    /** The library reads in steps of 4 KiB; wherever its buffer ends, nothing may follow. */
    @Test
    void aByteAfterTheStreamIsSeenAtEveryLength() {
        byte[] target = new byte[9_000];
        for (int size = 3_900; size < 9_000; size++) {
            byte[] page = new byte[size];
            byte[] packed = Packed.storedBrotli(page);
            assertEquals(size, brotli.decompress(packed, 0, packed.length, target, 0, size));
            int whole = size;
            byte[] longer = Arrays.copyOf(packed, packed.length + 1);
            assertThrows(
                    MalformedDataException.class,
                    () -> brotli.decompress(longer, 0, longer.length, target, 0, whole),
                    "size " + size);
        }
        for (int i = 0; i < PLAIN.size(); i++) {
            for (int more : new int[] {1, 7, 4_096 - PACKED.get(i).length % 4_096}) {
                byte[] longer = Arrays.copyOf(PACKED.get(i), PACKED.get(i).length + more);
                int whole = PLAIN.get(i).length;
                byte[] room = new byte[whole];
                assertThrows(
                        MalformedDataException.class,
                        () -> brotli.decompress(longer, 0, longer.length, room, 0, whole),
                        "page " + i + ", " + more + " more");
            }
        }
    }

    @Test
    void mutantsHarmNobody() {
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            int page = random.nextInt(random.nextInt(10) == 0 ? PLAIN.size() : Math.min(15, PLAIN.size()));
            byte[] mutant = PACKED.get(page).clone();
            int size = PLAIN.get(page).length;
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at = random.nextInt(random.nextBoolean() ? Math.min(40, mutant.length) : mutant.length);
                mutant[at] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] target = new byte[size + 8];
            try {
                brotli.decompress(mutant, 0, mutant.length, target, 0, size);
            } catch (MalformedDataException refused) {
                // One of the two ways out; any other exception fails the test.
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertArrayEquals(new byte[8], Arrays.copyOfRange(target, size, size + 8), "seed " + seed);
        }
    }
}
