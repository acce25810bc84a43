package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.FooterReader;
import dev.daypack.input.InputLimits;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.merge.Runs;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column is compared with what was read of the inputs, row group by row group, and at the end as a whole. */
class ColumnTaskTest {

    private static final int ROWS = 200;
    private static final int PRICE = 1;

    private final BufferPool pool = new BufferPool(new MemoryLedger(16 << 20));
    private final Scratch scratch = new Scratch(new MemoryDisk());
    private final Workbench bench =
            new Workbench(Runnable::run, pool, scratch, InputLimits.DEFAULTS, OutputSettings.DEFAULTS, () -> false);

    @TempDir
    Path directory;

    private final List<ChunkBytes> made = new ArrayList<>();
    private Table table;
    private ColumnTask task;

    @BeforeEach
    void openTable() {
        Path file = PartWriter.of(
                        PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
                        PartWriter.optional(PrimitiveTypeName.DOUBLE, "price"))
                .write(
                        directory.resolve("part.parquet"),
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> PartWriter.row(i / 4L, i % 9 == 8 ? null : i / 8.0))
                                .toList());
        FooterReader footers = new FooterReader(InputLimits.DEFAULTS, Optional.of("ts_event"));
        table = Table.of(
                List.of(footers.read(LocalPacker.part(file))),
                SortOrder.of("ts_event"),
                "seq",
                SchemaMode.UNION,
                InputLimits.DEFAULTS);
        task = new ColumnTask(table, PRICE, bench, new StageTimes());
    }

    private ChunkBytes newBytes() {
        ChunkBytes bytes = new ChunkBytes(pool);
        made.add(bytes);
        return bytes;
    }

    @AfterEach
    void everythingIsGivenBack() {
        made.forEach(ChunkBytes::close);
        task.close();
        bench.close();
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    /** Rows {@code from .. to} of the part as one row group; the output's keys may be others than the input's. */
    private EncodedChunk run(int from, int to, long[] inputKeys, long[] outputKeys) {
        Runs runs = new Runs();
        runs.append(0, from, to - from);
        try (RowGroupPlan plan = RowGroupPlan.of(runs, 1, new FixedOrders(), from, pool)) {
            RowGroupJob job = new RowGroupJob(plan, 3);
            job.identify(identities(inputKeys), identities(outputKeys));
            Workbench.Tools tools = bench.borrow(1);
            try {
                return task.run(job, tools, newBytes());
            } finally {
                bench.giveBack(tools);
            }
        }
    }

    private static long[] identities(long[] keys) {
        long[] identities = new long[keys.length];
        new RowIdentities("test").follow(keys, null, keys.length, identities);
        return identities;
    }

    private static long[] keys(int from, int to) {
        return IntStream.range(from, to).mapToLong(i -> i / 4).toArray();
    }

    @Test
    void aColumnThatIsWholeHasADigestAndPasses() {
        assertEquals(120, run(0, 120, keys(0, 120), keys(0, 120)).rows());
        assertEquals(80, run(120, ROWS, keys(120, ROWS), keys(120, ROWS)).rows());
        task.checkAllTaken();
        assertTrue(task.digest() != 0);
    }

    @Test
    void valuesBesideOtherKeysThanInTheInputAreAnError() {
        long[] moved = keys(0, ROWS);
        moved[101] = moved[103] + 1;
        Arrays.sort(moved);
        ConservationException e = assertThrows(ConservationException.class, () -> run(0, ROWS, keys(0, ROWS), moved));
        assertTrue(e.getMessage().contains("column price of the row group at row 0"), e.getMessage());
    }

    @Test
    void rowsThatWereNotTakenAreAnError() {
        run(0, ROWS - 1, keys(0, ROWS - 1), keys(0, ROWS - 1));
        ConservationException e = assertThrows(ConservationException.class, task::checkAllTaken);
        assertTrue(e.getMessage().contains("199 of 200 rows were taken from part.parquet"), e.getMessage());
    }

    @Test
    void rowsThatAreLeftOutOrTakenTwiceAreAnError() {
        run(0, 50, keys(0, 50), keys(0, 50));
        assertThrows(ConservationException.class, () -> run(51, ROWS, keys(51, ROWS), keys(51, ROWS)));
        assertThrows(ConservationException.class, () -> run(49, 199, keys(49, 199), keys(49, 199)));
    }
}
