package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.encoding.Hashes;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.merge.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceIdentitiesTest {

    private final BufferPool pool = new BufferPool(new MemoryLedger(1 << 20));
    private final PlaceIdentities places = new PlaceIdentities(pool);

    /** One row group; each run is source, start and length. */
    private RowGroupJob identified(long firstRow, int[]... runs) {
        Runs merged = new Runs();
        for (int[] run : runs) {
            merged.append(run[0], run[1], run[2]);
        }
        RowGroupPlan plan = RowGroupPlan.of(merged, 3, new FixedOrders(), firstRow, pool);
        RowGroupJob job = new RowGroupJob(plan, 1);
        assertEquals(List.of(), places.run(job, null, List.of()));
        return job;
    }

    private static void assertIdentities(long firstRow, RowGroupJob job) {
        long empty = Hashes.hash(new byte[0], 0, 0);
        for (int i = 0; i < job.rows(); i++) {
            long expected = Digests.identity(empty, firstRow + i);
            assertEquals(expected, job.inputIdentities()[i], "row " + i);
            assertEquals(expected, job.outputIdentities()[i], "row " + i);
        }
    }

    @Test
    void aRowIsKnownByItsNumberInTheOutput() {
        assertIdentities(0, identified(0, new int[] {0, 0, 4}, new int[] {1, 0, 3}));
        assertIdentities(7, identified(7, new int[] {1, 3, 5}, new int[] {2, 0, 2}));
    }

    @Test
    void rowsThatDoNotFollowSourceAndRowAreFound() {
        assertFound(0, new int[] {1, 0, 4}, new int[] {0, 0, 3});
        assertFound(0, new int[] {0, 0, 4}, new int[] {1, 0, 3}, new int[] {0, 4, 1});
    }

    @Test
    void soAreThoseOfTheNextRowGroup() {
        identified(0, new int[] {1, 0, 4});
        assertFound(4, new int[] {1, 3, 2});
        PlaceIdentitiesTest other = new PlaceIdentitiesTest();
        other.identified(0, new int[] {1, 0, 4});
        other.assertFound(4, new int[] {0, 0, 2});
    }

    private void assertFound(long firstRow, int[]... runs) {
        ConservationException e = assertThrows(ConservationException.class, () -> identified(firstRow, runs));
        assertTrue(e.getMessage().contains("changed places"), e.getMessage());
    }
}
