package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.merge.Runs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every order of a few rows with equal keys, right and wrong: only the right one passes. */
class TieOrderTest {

    private static final int ROWS = 3;
    private static final int[][] PERMUTATIONS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));

    /** One output row: which row of which source, and its key. */
    private record Row(int source, int row, long key) {

        boolean standsBefore(Row other) {
            if (key != other.key) {
                return key < other.key;
            }
            return source != other.source ? source < other.source : row < other.row;
        }
    }

    @Test
    void onlyTheOrderOfSourceAndRowPasses() {
        int right = 0;
        int wrong = 0;
        for (int keys = 0; keys < 1 << (2 * ROWS); keys++) {
            for (int[] first : PERMUTATIONS) {
                for (int[] second : PERMUTATIONS) {
                    for (int merged = 0; merged < 1 << (2 * ROWS); merged++) {
                        if (Integer.bitCount(merged) == ROWS) {
                            List<Row> rows = rows(keys, first, second, merged);
                            if (keysAscend(rows)) {
                                boolean expected = isRight(rows);
                                right += expected ? 1 : 0;
                                wrong += expected ? 0 : 1;
                                for (int cut = 0; cut < 2 * ROWS; cut++) {
                                    assertEquals(expected, passes(rows, first, second, cut), rows + " cut at " + cut);
                                }
                            }
                        }
                    }
                }
            }
        }
        assertTrue(right > 50 && wrong > 1_000, right + " right, " + wrong + " wrong");
    }

    /** Bits of {@code merged} say from which source the next row is. */
    private static List<Row> rows(int keys, int[] first, int[] second, int merged) {
        List<Row> rows = new ArrayList<>();
        int[] position = new int[2];
        for (int i = 0; i < 2 * ROWS; i++) {
            int source = (merged >> i) & 1;
            int row = (source == 0 ? first : second)[position[source]++];
            rows.add(new Row(source, row, (keys >> (source * ROWS + row)) & 1));
        }
        return rows;
    }

    private static boolean keysAscend(List<Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).key < rows.get(i - 1).key) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRight(List<Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (!rows.get(i - 1).standsBefore(rows.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** @param cut rows of the first row group; 0 for one row group only */
    private boolean passes(List<Row> rows, int[] first, int[] second, int cut) {
        TieOrder ties = new TieOrder();
        int[] position = new int[2];
        try {
            if (cut > 0) {
                check(ties, rows.subList(0, cut), first, second, position);
            }
            check(ties, rows.subList(cut, rows.size()), first, second, position);
            return true;
        } catch (ConservationException e) {
            assertTrue(e.getMessage().contains("changed places"), e.getMessage());
            return false;
        }
    }

    private void check(TieOrder ties, List<Row> rows, int[] first, int[] second, int[] position) {
        Runs runs = new Runs();
        for (Row row : rows) {
            runs.append(row.source, position[row.source]++, 1);
        }
        long[] keys = rows.stream().mapToLong(Row::key).toArray();
        try (RowGroupPlan plan =
                RowGroupPlan.of(runs, 2, new FixedOrders(permutation(first), permutation(second)), 0, pool)) {
            ties.check(plan, keys);
        }
    }

    /** Sources in order have none. */
    private static int[] permutation(int[] rows) {
        return rows == PERMUTATIONS[0] ? null : rows;
    }
}
