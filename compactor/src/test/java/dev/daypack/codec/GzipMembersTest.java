package dev.daypack.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.encoding.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages of several gzip members, which any gzip may be. */
class GzipMembersTest {

    private static final byte[] PAGE = page();

    private final Decompressor gzip = Compression.GZIP.newDecompressor();

    @Test
    void membersOfAnySizeComeBackAsOnePage() {
        assertArrayEquals(PAGE, unpack(members(1, 1, 98, 400), PAGE.length));
        assertArrayEquals(PAGE, unpack(members(499, 1), PAGE.length));
        int[] sizes = new int[PAGE.length];
        Arrays.fill(sizes, 1);
        assertArrayEquals(PAGE, unpack(members(sizes), PAGE.length));
    }

    @Test
    void membersOfSizeZeroMayStandAnywhere() {
        assertArrayEquals(PAGE, unpack(members(0, 0, 200, 0, 300, 0), PAGE.length));
        assertEquals(0, unpack(members(0), 0).length);
        assertEquals(0, unpack(members(0, 0, 0), 0).length);
        assertThrows(MalformedDataException.class, () -> unpack(members(0, 0), 1));
    }

    @Test
    void aMemberThatIsCutShortIsRefusedAtEveryByte() {
        byte[] packed = members(120, 0, 380);
        int first = members(120).length;
        int second = first + members(0).length;
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThrows(MalformedDataException.class, () -> unpack(cut, PAGE.length), "cut at " + length);
            if (length > first && length < second) {
                assertThrows(MalformedDataException.class, () -> unpack(cut, 120), "cut at " + length);
            }
        }
    }

    @Test
    void whatFollowsTheLastMemberIsRefused() {
        byte[] packed = members(250, 250);
        for (int value : new int[] {0, 1, 0x1f, 0xff}) {
            for (int more = 1; more < 40; more++) {
                byte[] longer = Arrays.copyOf(packed, packed.length + more);
                Arrays.fill(longer, packed.length, longer.length, (byte) value);
                assertThrows(MalformedDataException.class, () -> unpack(longer, PAGE.length), value + ", " + more);
            }
        }
    }

    @Test
    void moreMembersThanFitAreRefused() {
        assertThrows(MalformedDataException.class, () -> unpack(members(250, 250), 250));
        assertThrows(MalformedDataException.class, () -> unpack(members(250, 250), 499));
        assertThrows(MalformedDataException.class, () -> unpack(members(250, 250), 501));
    }

    @Test
    void mutantsOfSeveralMembersAreFound() {
        byte[] packed = members(100, 0, 150, 250);
        for (int seed = 0; seed < 4_000; seed++) {
            byte[] mutant = packed.clone();
            Random random = new Random(seed);
            mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                // Each member has a CRC: what is not refused has its change in the header.
                assertArrayEquals(PAGE, unpack(mutant, PAGE.length), "seed " + seed);
            } catch (MalformedDataException refused) {
                // One of the two ways out; any other exception fails the test.
            }
        }
    }

    private byte[] unpack(byte[] packed, int size) {
        byte[] target = new byte[size];
        assertEquals(size, gzip.decompress(packed, 0, packed.length, target, 0, size));
        return target;
    }

    /** The page from its beginning, in members of these sizes. */
    private static byte[] members(int... sizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int size : sizes) {
            out.writeBytes(Packed.page(Compression.GZIP, Arrays.copyOfRange(PAGE, at, at + size)));
            at += size;
        }
        return out.toByteArray();
    }

    private static byte[] page() {
        Random random = new Random(1);
        byte[] page = new byte[500];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) random.nextInt(1 + i % 40);
        }
        return page;
    }
}
