package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.KeySource;
import dev.daypack.merge.KeyStream;
import dev.daypack.merge.Merger;
import dev.daypack.merge.RunMerger;
import dev.daypack.merge.Runs;
import dev.daypack.merge.WideKeySource;
import dev.daypack.merge.WideKeyStream;
import dev.daypack.merge.WideRunMerger;
import dev.daypack.testing.MemoryDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Merging in passes gives the same runs as merging everything at once. */
class MergePassesTest {

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));

    private record Narrow(long[] sorted) implements KeySource {

        @Override
        public long rows() {
            return sorted.length;
        }

        @Override
        public long lowerBound() {
            return sorted.length == 0 ? 0 : sorted[0];
        }

        @Override
        public KeyStream open() {
            return new KeyStream() {
                private boolean isDelivered;

                @Override
                public boolean next() {
                    boolean isFirst = !isDelivered;
                    isDelivered = true;
                    return isFirst;
                }

                @Override
                public long[] keys() {
                    return sorted;
                }

                @Override
                public int size() {
                    return sorted.length;
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }

    private record Wide(long[] sorted) implements WideKeySource {

        private KeyBlock block() {
            KeyBlock block = new KeyBlock(1, 1);
            for (long key : sorted) {
                block.putLong(key);
                block.put(new byte[5], 0, (int) (key % 6));
                block.endKey();
            }
            return block;
        }

        @Override
        public long rows() {
            return sorted.length;
        }

        @Override
        public byte[] lowerBound() {
            return block().copy(0);
        }

        @Override
        public WideKeyStream open() {
            return new WideKeyStream() {
                private boolean isDelivered;

                @Override
                public boolean next() {
                    boolean isFirst = !isDelivered;
                    isDelivered = true;
                    return isFirst;
                }

                @Override
                public KeyBlock keys() {
                    return block();
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }

    @Test
    void allSmallCasesGiveTheRunsOfOneMerge() {
        for (int sources = 1; sources <= 5; sources++) {
            for (int code = 0; code < Math.pow(6, sources); code++) {
                List<long[]> keys = new ArrayList<>();
                int rest = code;
                for (int source = 0; source < sources; source++) {
                    keys.add(new long[][] {{}, {1}, {2}, {1, 1}, {1, 2}, {2, 2}}[rest % 6]);
                    rest /= 6;
                }
                check("case " + sources + "/" + code, keys, 0, 3);
            }
        }
        assertNothingHeld();
    }

    @Test
    void manySourcesGiveTheRunsOfOneMergeHoweverManyPassesThatTakes() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int sources = 2 + random.nextInt(60);
            long range = random.nextBoolean() ? 20 : 1_000_000;
            List<long[]> keys = new ArrayList<>();
            for (int source = 0; source < sources; source++) {
                keys.add(random.longs(random.nextInt(300), 0, range).sorted().toArray());
            }
            int rowGroupRows = 1 + random.nextInt(seed % 2 == 0 ? 700 : 20_000);
            check("seed " + seed, keys, random.nextInt(3) * (64 << 10), rowGroupRows);
        }
        assertNothingHeld();
    }

    private void assertNothingHeld() {
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    private void check(String where, List<long[]> keys, long limitBytes, int rowGroupRows) {
        List<KeySource> narrow = keys.stream().<KeySource>map(Narrow::new).toList();
        List<WideKeySource> wide = keys.stream().<WideKeySource>map(Wide::new).toList();
        Scratch scratch = new Scratch(new MemoryDisk());
        try (KeyRoom room = new KeyRoom(pool, scratch, limitBytes)) {
            room.expect(keys.size(), 16);
            String expected = runs(new RunMerger(narrow, keys.size()), rowGroupRows);
            assertEquals(expected, runs(MergePasses.narrow(narrow, keys.size(), room), rowGroupRows), where);
            expected = runs(new WideRunMerger(wide, keys.size()), rowGroupRows);
            assertEquals(expected, runs(MergePasses.wide(wide, keys.size(), room), rowGroupRows), where);
        }
        assertEquals(0, scratch.openFiles());
    }

    private static String runs(Merger merger, int rowGroupRows) {
        StringBuilder text = new StringBuilder();
        Runs runs = new Runs();
        try (merger) {
            while (merger.next(rowGroupRows, runs) > 0) {
                for (int run = 0; run < runs.count(); run++) {
                    text.append(Arrays.toString(new long[] {runs.source(run), runs.start(run), runs.length(run)}));
                }
                text.append('\n');
                runs.clear();
            }
            text.append(merger.rows());
        }
        return text.toString();
    }
}
