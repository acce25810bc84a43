package dev.daypack.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Sections that were cut, flipped and filled with noise give values or {@link MalformedDataException}, nothing else.
 */
class MutationTest {

    private static final int VALUES = 300;
    private static final int MUTANTS = 4000;

    private final int[] ints = Reading.ints(new Random(1), VALUES, 9);
    private final int[] bits = Reading.ints(new Random(2), VALUES, 1);
    private final long[] longs =
            new Random(3).longs(VALUES, -1L << 40, 1L << 40).toArray();
    private final BinaryVector strings = Reading.strings(new Random(4), VALUES, 12);
    private final BinaryVector fixed = fixed(new Random(5));

    @Test
    void mutantsOfIntsHarmNobody() {
        mutate(RleDecoder.levels(9), section(out -> RleEncoder.encode(ints, 0, VALUES, 9, out)));
        mutate(RleDecoder.dictionaryIndices(), section(out -> RleEncoder.encodeWithWidth(ints, 0, VALUES, 9, out)));
        mutate(RleDecoder.booleans(), section(out -> RleEncoder.encodeWithLength(bits, 0, VALUES, 1, out)));
        mutate(new BitPackedLevelDecoder(3), section(out -> PlainEncoder.ints(ints, 0, 40, out)));
        mutate(new PlainIntDecoder(), section(out -> PlainEncoder.ints(ints, 0, VALUES, out)));
        mutate(new PlainBooleanDecoder(), section(out -> PlainEncoder.booleans(bits, 0, VALUES, out)));
        mutate(new DeltaIntDecoder(), section(out -> DeltaBinaryPacked.encode(ints, 0, VALUES, out)));
        mutate(new ByteStreamSplitIntDecoder(), section(out -> ByteStreamSplitEncoder.ints(ints, 0, VALUES, out)));
    }

    @Test
    void mutantsOfLongsHarmNobody() {
        mutate(new PlainLongDecoder(), section(out -> PlainEncoder.longs(longs, 0, VALUES, out)));
        mutate(new DeltaLongDecoder(), section(out -> DeltaBinaryPacked.encode(longs, 0, VALUES, out)));
        mutate(new ByteStreamSplitLongDecoder(), section(out -> ByteStreamSplitEncoder.longs(longs, 0, VALUES, out)));
    }

    @Test
    void mutantsOfStringsHarmNobody() {
        DeltaBinaryEncoder encoder = new DeltaBinaryEncoder();
        mutate(new PlainBinaryDecoder(), section(out -> PlainEncoder.binary(strings, 0, VALUES, out)));
        mutate(new DeltaLengthDecoder(), section(out -> encoder.encodeLengths(strings, 0, VALUES, out)));
        mutate(DeltaByteArrayDecoder.ofLimit(1 << 24), section(out -> encoder.encodePrefixes(strings, 0, VALUES, out)));
        mutate(DeltaByteArrayDecoder.ofFixed(6), section(out -> encoder.encodePrefixes(fixed, 0, VALUES, out)));
        mutate(new PlainFixedDecoder(6), section(out -> PlainEncoder.fixed(fixed, 0, VALUES, out)));
        mutate(new ByteStreamSplitFixedDecoder(6), section(out -> ByteStreamSplitEncoder.fixed(fixed, 0, VALUES, out)));
    }

    private static void mutate(IntDecoder decoder, byte[] section) {
        int[] into = new int[VALUES];
        eachMutant(decoder, section, (mutant, random) -> {
            decoder.reset(mutant, 0, mutant.length, VALUES);
            int position = random.nextInt(VALUES);
            decoder.skip(random.nextInt(position + 1));
            decoder.decode(into, position, (VALUES - position) / 2);
            decoder.decode(into, 0, VALUES / 4);
        });
    }

    private static void mutate(LongDecoder decoder, byte[] section) {
        long[] into = new long[VALUES];
        eachMutant(decoder, section, (mutant, random) -> {
            decoder.reset(mutant, 0, mutant.length, VALUES);
            int position = random.nextInt(VALUES);
            decoder.skip(random.nextInt(position + 1));
            decoder.decode(into, position, (VALUES - position) / 2);
            decoder.decode(into, 0, VALUES / 4);
        });
    }

    private static void mutate(BinaryDecoder decoder, byte[] section) {
        BinaryVector into = new BinaryVector(VALUES, 0);
        eachMutant(decoder, section, (mutant, random) -> {
            into.clear();
            decoder.reset(mutant, 0, mutant.length, random.nextInt(10) == 0 ? Integer.MAX_VALUE : VALUES);
            int position = random.nextInt(VALUES);
            decoder.skip(random.nextInt(position + 1));
            decoder.decode(into, VALUES - position);
            if (into.byteCount() > DeltaByteArrayDecoder.EXPANSION_FREE_BYTES) {
                fail("values of " + into.byteCount() + " bytes out of " + mutant.length);
            }
        });
    }

    private interface Attempt {
        void on(byte[] mutant, Random random);
    }

    private static void eachMutant(Object decoder, byte[] section, Attempt attempt) {
        for (int seed = 0; seed < MUTANTS; seed++) {
            Random random = new Random(seed);
            byte[] mutant = mutant(section, random);
            try {
                attempt.on(mutant, random);
            } catch (MalformedDataException expected) {
                // One of the two ways out.
            } catch (RuntimeException | Error e) {
                fail(decoder.getClass().getSimpleName() + ", seed " + seed, e);
            }
        }
    }

    private static byte[] mutant(byte[] section, Random random) {
        byte[] mutant = section.clone();
        if (random.nextInt(3) == 0) {
            mutant = Arrays.copyOf(mutant, random.nextInt(section.length + 1));
        }
        // The head decides most, so half of the changes go there.
        for (int flips = random.nextInt(4); flips > 0 && mutant.length > 0; flips--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(12, mutant.length) : mutant.length);
            mutant[at] = (byte) (random.nextInt(3) == 0 ? -1 : mutant[at] ^ (1 << random.nextInt(8)));
        }
        if (random.nextInt(20) == 0) {
            random.nextBytes(mutant);
        }
        return mutant;
    }

    private static byte[] section(Consumer<ByteBuilder> encode) {
        ByteBuilder out = new ByteBuilder(0);
        encode.accept(out);
        return out.toArray();
    }

    private static BinaryVector fixed(Random random) {
        List<String> words = List.of("tick-0", "tick-1", "trade0", "quote9");
        BinaryVector vector = new BinaryVector(VALUES, 0);
        for (int i = 0; i < VALUES; i++) {
            vector.append(words.get(random.nextInt(4)).getBytes(US_ASCII), 0, 6);
        }
        return vector;
    }
}
