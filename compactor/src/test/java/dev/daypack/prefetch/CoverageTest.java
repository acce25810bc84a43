package dev.daypack.prefetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CoverageTest {

    @Test
    void bytesAreCountedOnceInWhateverOrderRangesCome() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Coverage coverage = new Coverage();
            BitSet naive = new BitSet();
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(200);
                int to = from + random.nextInt(1 + random.nextInt(60));
                coverage.add(from, to);
                naive.set(from, to);
                assertEquals(naive.cardinality(), coverage.bytes(), "seed " + seed + ", range " + i);
            }
        }
    }
}
