package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.NullMask;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The conservation digest can fail: each way to lose or mix up a value changes it. */
class DigestsTest {

    private static final int ROWS = 200;

    private final SplittableRandom random = new SplittableRandom(23);
    private final long[] values = random.longs(ROWS, 0, 20).toArray();
    private final long[] identities =
            identities(random.longs(ROWS, 0, 50).sorted().toArray());

    private static long[] identities(long[] sortedKeys) {
        long[] identities = new long[sortedKeys.length];
        new RowIdentities("test").follow(sortedKeys, null, sortedKeys.length, identities);
        return identities;
    }

    private static long digest(long[] values, NullMask nulls, long[] identities) {
        return Digests.ofLongs(values, nulls, 0, values.length, identities, 0);
    }

    private long digest() {
        return digest(values, new NullMask(), identities);
    }

    @Test
    void itDoesNotMatterInWhichOrderTheRowsAreTaken() {
        long[] shuffledValues = values.clone();
        long[] shuffledIdentities = identities.clone();
        for (int i = ROWS - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            swap(shuffledValues, i, other);
            swap(shuffledIdentities, i, other);
        }
        assertEquals(digest(), digest(shuffledValues, new NullMask(), shuffledIdentities));
    }

    @Test
    void itDoesNotMatterInHowManyStepsTheRowsAreTaken() {
        long sum = 0;
        for (int from = 0; from < ROWS; from += 40) {
            long[] some = Arrays.copyOfRange(values, from, from + 40);
            sum += Digests.ofLongs(some, new NullMask(), 0, 40, identities, from);
        }
        assertEquals(digest(), sum);
    }

    @Test
    void anySwapOfTwoDifferentValuesShows() {
        for (int i = 0; i < ROWS; i++) {
            for (int other = i + 1; other < ROWS; other++) {
                if (values[i] != values[other]) {
                    long[] swapped = values.clone();
                    swap(swapped, i, other);
                    assertNotEquals(digest(), digest(swapped, new NullMask(), identities), i + " and " + other);
                }
            }
        }
    }

    @Test
    void valuesSwappedAmongEqualKeysShow() {
        long[] sameKey = identities(new long[] {7, 7, 7});
        NullMask none = new NullMask();
        assertNotEquals(digest(new long[] {1, 2, 3}, none, sameKey), digest(new long[] {2, 1, 3}, none, sameKey));
        assertNotEquals(digest(new long[] {1, 2, 3}, none, sameKey), digest(new long[] {3, 2, 1}, none, sameKey));
    }

    @Test
    void anyFlippedBitShows() {
        for (int i = 0; i < ROWS; i++) {
            for (int bit = 0; bit < 64; bit++) {
                long[] changed = values.clone();
                changed[i] ^= 1L << bit;
                assertNotEquals(digest(), digest(changed, new NullMask(), identities), "bit " + bit + " of row " + i);
            }
        }
    }

    @Test
    void lostRepeatedAndReplacedRowsShow() {
        for (int i = 0; i < ROWS; i++) {
            long without = Digests.ofLongs(values, new NullMask(), 0, i, identities, 0)
                    + Digests.ofLongs(values, new NullMask(), i + 1, ROWS - i - 1, identities, i + 1);
            long alone = Digests.ofLongs(values, new NullMask(), i, 1, identities, i);
            assertNotEquals(digest(), without, "without row " + i);
            assertNotEquals(digest(), digest() + alone, "row " + i + " twice");
            int before = (i + ROWS - 1) % ROWS;
            long other = Digests.ofLongs(values, new NullMask(), before, 1, identities, before);
            assertNotEquals(digest(), without + other, "the row before in the place of row " + i);
        }
    }

    @Test
    void aNullIsNeitherZeroNorAnEmptyValue() {
        long[] one = identities(new long[] {5});
        NullMask isNull = new NullMask();
        isNull.set(0);
        assertNotEquals(digest(new long[] {0}, new NullMask(), one), digest(new long[] {0}, isNull, one));
        BinaryVector empty = new BinaryVector(1, 8);
        empty.append(new byte[0], 0, 0);
        assertNotEquals(
                Digests.ofBinaries(empty, new NullMask(), 0, 1, one, 0),
                Digests.ofBinaries(empty, isNull, 0, 1, one, 0));
        assertEquals(
                Digests.ofBinaries(empty, isNull, 0, 1, one, 0),
                digest(new long[] {99}, isNull, one),
                "a null is a null");
    }

    @Test
    void nullsThatMoveShow() {
        for (int i = 0; i + 1 < ROWS; i++) {
            NullMask here = new NullMask();
            here.set(i);
            NullMask there = new NullMask();
            there.set(i + 1);
            assertNotEquals(digest(values, here, identities), digest(values, there, identities), "row " + i);
        }
    }

    @Test
    void integersLongsAndIdsOfTheSameValuesHaveTheSameDigest() {
        long[] dictionary = {-5, 7, 0, Integer.MIN_VALUE};
        int[] ids = random.ints(ROWS, -1, 4).toArray();
        int[] ints = new int[ROWS];
        long[] longs = new long[ROWS];
        NullMask nulls = new NullMask();
        for (int i = 0; i < ROWS; i++) {
            if (ids[i] < 0) {
                nulls.set(i);
            } else {
                longs[i] = dictionary[ids[i]];
                ints[i] = (int) longs[i];
            }
        }
        long[] weights = Arrays.stream(dictionary).map(Hashes::mix).toArray();
        long expected = Digests.ofIds(ids, weights, 0, ROWS, identities, 0);
        assertEquals(expected, digest(longs, nulls, identities));
        assertEquals(expected, Digests.ofInts(ints, nulls, 0, ROWS, identities, 0));
    }

    @Test
    void rowsOfOneValueHaveTheDigestOfTheirRowsOneByOne() {
        long[] same = new long[ROWS];
        Arrays.fill(same, 42);
        assertEquals(digest(same, new NullMask(), identities), Digests.ofConstant(Hashes.mix(42), identities, 0, ROWS));
        NullMask all = new NullMask();
        for (int i = 0; i < ROWS; i++) {
            all.set(i);
        }
        assertEquals(digest(same, all, identities), Digests.ofConstant(Digests.NULL, identities, 0, ROWS));
    }

    @Test
    void signsThatChangePlacesShow() {
        for (int i = 0; i < ROWS; i++) {
            long[] signs = values.clone();
            int other = (i + 7) % ROWS;
            signs[i] = Double.doubleToRawLongBits(1.5);
            signs[other] = Double.doubleToRawLongBits(-1.5);
            long[] swapped = signs.clone();
            swap(swapped, i, other);
            assertNotEquals(
                    digest(signs, new NullMask(), identities),
                    digest(swapped, new NullMask(), identities),
                    "rows " + i + " and " + other);
        }
    }

    @Test
    void binaryValuesAndIdsOfThemHaveTheSameDigest() {
        BinaryVector vector = new BinaryVector(3, 16);
        long[] hashes = new long[3];
        String[] texts = {"", "btcusdt", "ethusdt"};
        int[] ids = {0, 1, 2};
        for (int i = 0; i < 3; i++) {
            byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
            vector.append(bytes, 0, bytes.length);
            hashes[i] = Hashes.hash(bytes, 0, bytes.length);
        }
        assertEquals(
                Digests.ofIds(ids, hashes, 0, 3, identities, 0),
                Digests.ofBinaries(vector, new NullMask(), 0, 3, identities, 0));
        assertNotEquals(
                Digests.ofIds(new int[] {0, 2, 1}, hashes, 0, 3, identities, 0),
                Digests.ofBinaries(vector, new NullMask(), 0, 3, identities, 0));
    }

    private static void swap(long[] array, int one, int other) {
        long kept = array[one];
        array[one] = array[other];
        array[other] = kept;
    }
}
