package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every way to put sorted keys from {0, 1, 2} into up to 4 sources of up to 4 rows, with lower bounds from tight to far
 * below, blocks of 1 to 3 rows, and every number of rows a call.
 */
class RunMergerExhaustiveTest {

    private static final int KEYS = 3;

    private final Runs runs = new Runs();

    @Test
    void oneAndTwoSourcesOfUpToFourRowsWithAllSettings() {
        List<long[]> contents = contents(4);
        for (long[] first : contents) {
            allSettings(first);
            for (long[] second : contents) {
                allSettings(first, second);
            }
        }
    }

    @Test
    void threeSourcesOfUpToTwoRowsWithAllSettings() {
        List<long[]> contents = contents(2);
        for (long[] first : contents) {
            for (long[] second : contents) {
                for (long[] third : contents) {
                    allSettings(first, second, third);
                }
            }
        }
    }

    /** All 1,500,625 cases; the settings take turns, each in a cycle of its own length. */
    @Test
    void fourSourcesOfUpToFourRowsWithSettingsInTurn() {
        List<long[]> contents = contents(4);
        int turn = 0;
        for (long[] first : contents) {
            for (long[] second : contents) {
                for (long[] third : contents) {
                    for (long[] fourth : contents) {
                        long[][] sources = {first, second, third, fourth};
                        int rows = first.length + second.length + third.length + fourth.length;
                        check(sources, bounds(sources, turn % 251), 1 + turn % 3, 1 + turn % (rows + 1));
                        turn++;
                    }
                }
            }
        }
        assertEquals(1_500_625, turn);
    }

    private void allSettings(long[]... sources) {
        int rows = Arrays.stream(sources).mapToInt(keys -> keys.length).sum();
        int boundSettings = (int) Math.pow(KEYS + 1, sources.length);
        for (int setting = 0; setting < boundSettings; setting++) {
            long[] bounds = bounds(sources, setting);
            if (bounds == null) {
                continue;
            }
            for (int blockRows = 1; blockRows <= 3; blockRows++) {
                for (int maxRows = 1; maxRows <= rows + 1; maxRows++) {
                    check(sources, bounds, blockRows, maxRows);
                }
            }
        }
    }

    /** Each source's bound is its first key less a digit of the setting; null if a bound would go below -1. */
    private static long[] bounds(long[][] sources, int setting) {
        long[] bounds = new long[sources.length];
        int rest = setting;
        for (int i = 0; i < sources.length; i++, rest /= KEYS + 1) {
            long first = sources[i].length == 0 ? -1 : sources[i][0];
            bounds[i] = first - rest % (KEYS + 1);
            if (bounds[i] < -1 && sources.length < 4) {
                return null;
            }
        }
        return bounds;
    }

    private void check(long[][] contents, long[] bounds, int blockRows, int maxRows) {
        List<FakeSource> fakes = new ArrayList<>();
        for (int i = 0; i < contents.length; i++) {
            fakes.add(new FakeSource(contents[i], contents[i].length, bounds[i], blockRows));
        }
        try {
            merge(contents, bounds, maxRows, fakes);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    Arrays.deepToString(contents) + " bounds " + Arrays.toString(bounds) + " blocks of " + blockRows
                            + ", " + maxRows + " rows a call",
                    e);
        }
    }

    private void merge(long[][] contents, long[] bounds, int maxRows, List<FakeSource> fakes) {
        int[] expected = expected(contents);
        long[] keys = new long[maxRows];
        int done = 0;
        long runCount = 0;
        try (RunMerger merger = new RunMerger(List.copyOf(fakes), 4)) {
            while (true) {
                runs.clear();
                int rows = merger.next(maxRows, runs, keys);
                assertEquals(Math.min(maxRows, expected.length - done), rows);
                assertEquals(rows, runs.rows());
                if (rows == 0) {
                    break;
                }
                runCount += runs.count();
                done = checkRows(contents, expected, done, keys);
                checkOpened(contents, bounds, expected[done - 1], fakes);
            }
            assertEquals(expected.length, merger.rows());
            assertEquals(runCount, merger.runs());
        }
        for (FakeSource fake : fakes) {
            assertTrue(fake.isOpened() == fake.rows() > 0 && fake.isClosed() == fake.isOpened());
        }
    }

    private int checkRows(long[][] contents, int[] expected, int from, long[] keys) {
        int at = from;
        for (int run = 0; run < runs.count(); run++) {
            for (int i = 0; i < runs.length(run); i++, at++) {
                assertEquals(expected[at], runs.source(run) * 10 + runs.start(run) + i);
                assertEquals(contents[expected[at] / 10][expected[at] % 10], keys[at - from]);
            }
            if (run > 0 && runs.source(run) == runs.source(run - 1)) {
                throw new AssertionError("two runs of one source in a row");
            }
        }
        return at;
    }

    /** Open so far: just the sources whose (lower bound, ordinal) is not after (key, ordinal) of the last row. */
    private static void checkOpened(long[][] contents, long[] bounds, int last, List<FakeSource> fakes) {
        int ordinal = last / 10;
        long key = contents[ordinal][last % 10];
        for (int i = 0; i < contents.length; i++) {
            boolean due = contents[i].length > 0 && (bounds[i] < key || bounds[i] == key && i <= ordinal);
            assertEquals(due, fakes.get(i).isOpened());
        }
    }

    /** The rows in order, each as source * 10 + row. Key by key, source by source: nothing can be simpler. */
    private static int[] expected(long[][] contents) {
        int[] rows =
                new int[Arrays.stream(contents).mapToInt(keys -> keys.length).sum()];
        int at = 0;
        for (int key = 0; key < KEYS; key++) {
            for (int source = 0; source < contents.length; source++) {
                for (int row = 0; row < contents[source].length; row++) {
                    if (contents[source][row] == key) {
                        rows[at++] = source * 10 + row;
                    }
                }
            }
        }
        return rows;
    }

    /** All sorted sequences of up to {@code rows} keys. */
    private static List<long[]> contents(int rows) {
        List<long[]> all = new ArrayList<>();
        all.add(new long[0]);
        for (int done = 0; done < all.size(); done++) {
            long[] keys = all.get(done);
            for (long key = keys.length == 0 ? 0 : keys[keys.length - 1]; key < KEYS && keys.length < rows; key++) {
                long[] longer = Arrays.copyOf(keys, keys.length + 1);
                longer[keys.length] = key;
                all.add(longer);
            }
        }
        return all;
    }
}
