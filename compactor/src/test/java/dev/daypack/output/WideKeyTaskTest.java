package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.FooterReader;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullKeys;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.merge.KeyBlock;
import dev.daypack.merge.Runs;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders of rows that a merge might hand over, right and wrong: the sort columns themselves tell which is which. */
class WideKeyTaskTest {

    private static final PartWriter WRITER = PartWriter.of(
            PartWriter.optional(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), "name"),
            PartWriter.required(PrimitiveTypeName.INT32, "number"));

    private final BufferPool pool = new BufferPool(new MemoryLedger(16 << 20));
    private final Scratch scratch = new Scratch(new MemoryDisk());
    private final Workbench bench =
            new Workbench(Runnable::run, pool, scratch, InputLimits.DEFAULTS, OutputSettings.DEFAULTS, () -> false);

    @TempDir
    Path directory;

    private final List<ChunkBytes> made = new ArrayList<>();
    private Table table;
    private List<ColumnTask> columns;
    private WideKeyTask task;

    @BeforeEach
    void openTable() {
        FooterReader footers = new FooterReader(InputLimits.DEFAULTS, Optional.of("name"));
        Path first = WRITER.write(
                directory.resolve("a.parquet"),
                PartWriter.row("a", 2),
                PartWriter.row("a", 1),
                PartWriter.row("b", 5),
                PartWriter.row(null, 1));
        Path second = WRITER.write(directory.resolve("b.parquet"), PartWriter.row("a", 1), PartWriter.row("b", 4));
        table = Table.of(
                List.of(footers.read(LocalPacker.part(first)), footers.read(LocalPacker.part(second))),
                SortOrder.of("name, number desc", NullKeys.LAST),
                "seq",
                SchemaMode.UNION,
                InputLimits.DEFAULTS);
        columns = List.of(
                new ColumnTask(table, 0, bench, new StageTimes()), new ColumnTask(table, 1, bench, new StageTimes()));
        task = new WideKeyTask(table.key(), columns, bench, new StageTimes());
    }

    private void startOver() {
        columns.forEach(ColumnTask::close);
        openTable();
    }

    private ChunkBytes newBytes() {
        ChunkBytes bytes = new ChunkBytes(pool);
        made.add(bytes);
        return bytes;
    }

    @AfterEach
    void everythingIsGivenBack() {
        made.forEach(ChunkBytes::close);
        columns.forEach(ColumnTask::close);
        bench.close();
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    /** One row group; each row as source and row. Returns the identities of both sides. */
    private List<long[]> run(int firstRow, int... rows) {
        Runs runs = new Runs();
        for (int i = 0; i < rows.length; i += 2) {
            runs.append(rows[i], rows[i + 1], 1);
        }
        List<long[]> identities = new ArrayList<>();
        try (RowGroupPlan plan = RowGroupPlan.of(runs, 2, new FixedOrders(), firstRow, pool)) {
            RowGroupJob job = new RowGroupJob(plan, 3);
            Workbench.Tools tools = bench.borrow(1);
            try {
                List<EncodedChunk> chunks = task.run(job, tools, List.of(newBytes(), newBytes()));
                assertEquals(
                        List.of(job.rows(), job.rows()),
                        List.of(chunks.get(0).rows(), chunks.get(1).rows()));
                for (int i = 0; i < job.rows(); i++) {
                    int region = plan.order() == null ? i : plan.order()[i];
                    identities.add(new long[] {job.inputIdentities()[region], job.outputIdentities()[i]});
                }
            } finally {
                bench.giveBack(tools);
                if (job.inputIdentities() != null) {
                    pool.giveBack(job.inputIdentities());
                    pool.giveBack(job.outputIdentities());
                }
            }
        }
        return identities;
    }

    @Test
    void theRightOrderPassesInOneRowGroupAndInSeveral() {
        List<long[]> identities = run(0, 0, 0, 0, 1);
        identities.addAll(run(2, 1, 0));
        identities.addAll(run(3, 0, 2, 1, 1, 0, 3));
        long[] hashes = {hash("a", 2), hash("a", 1), hash("a", 1), hash("b", 5), hash("b", 4), hash(null, 1)};
        for (int i = 0; i < hashes.length; i++) {
            long expected = Digests.identity(hashes[i], i == 2 ? 1 : 0);
            assertEquals(expected, identities.get(i)[0], "input row " + i);
            assertEquals(expected, identities.get(i)[1], "output row " + i);
        }
        assertEquals(Optional.of("a"), task.firstValue());
        assertEquals(Optional.of("b"), task.lastValue());
        columns.forEach(ColumnTask::checkAllTaken);
    }

    /** The formula as ARCHITECTURE has it. */
    private static long hash(String name, int number) {
        KeyBlock key = new KeyBlock(1, 64);
        key.put(name == null ? 1 : 0);
        if (name != null) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            key.put(bytes, 0, bytes.length);
            key.put(0);
            key.put(0);
        }
        key.putLong(~(number ^ Long.MIN_VALUE));
        return Hashes.hash(key.bytes(), 0, key.byteCount());
    }

    @Test
    void aStepBackInTheSecondColumnFailsTheProof() {
        ConservationException e = assertThrows(ConservationException.class, () -> run(0, 0, 0, 1, 0, 1, 1, 0, 1));
        assertTrue(e.getMessage().contains("merged input step back after b to a"), e.getMessage());
        startOver();
        assertThrows(ConservationException.class, () -> run(0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 2), "5 after 4, descending");
    }

    @Test
    void aStepBackBetweenRowGroupsFailsTheProof() {
        run(0, 0, 0, 0, 1, 1, 0, 0, 2);
        run(4, 1, 1);
        startOver();
        run(0, 1, 0, 1, 1);
        assertThrows(ConservationException.class, () -> run(2, 0, 0, 0, 1, 0, 2));
    }

    @Test
    void equalKeysThatChangePlacesFailTheProof() {
        ConservationException e = assertThrows(ConservationException.class, () -> run(0, 0, 0, 1, 0, 0, 1));
        assertTrue(e.getMessage().contains("changed places"), e.getMessage());
        startOver();
        run(0, 0, 0);
        run(1, 1, 0);
        assertThrows(ConservationException.class, () -> run(2, 0, 1), "between row groups");
    }
}
