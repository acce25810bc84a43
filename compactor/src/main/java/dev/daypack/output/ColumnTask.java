package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.NullMask;
import dev.daypack.input.Table;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import java.util.concurrent.CancellationException;

/**
 * One column of one row group: decode the slices, gather, encode, read back, and compare the digests of both sides.
 *
 * <p>The sort column goes first and works a little differently: its keys give the rows of the row group their
 * identities, those of the input from what was decoded, those of the output from what was read back. Not thread-safe;
 * the row groups of a column follow each other.
 */
final class ColumnTask {

    private final Table table;
    private final int column;
    private final ColumnSchema schema;
    private final SourceColumn sources;
    private final Workbench bench;
    private final BufferPool pool;
    private final StageTimes times;

    private long digest;

    ColumnTask(Table table, int column, Workbench bench, StageTimes times) {
        this.table = table;
        this.column = column;
        this.schema = table.columns().get(column);
        this.bench = bench;
        this.pool = bench.pool();
        this.times = times;
        this.sources = new SourceColumn(table, column, bench.limits(), pool);
    }

    SourceColumn sources() {
        return sources;
    }

    /** Conservation digest over the row groups done so far. */
    long digest() {
        return digest;
    }

    /** A column other than the sort column. */
    EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ByteBuilder into) {
        long start = System.nanoTime();
        ColumnAssembler assembler = new ColumnAssembler(schema.kind(), job.rows(), true, pool);
        try (ColumnValues values = assembler.values()) {
            assemble(assembler, job, job.inputIdentities(), tools);
            long assembled = System.nanoTime();
            times.addRead(assembled - start);
            assembler.finish(job.plan().order());
            EncodedChunk chunk = tools.encoder.encode(schema, values, assembler.interner(), false, into);
            compare(job, chunk, assembler.digest(), assembler.nulls(), tools);
            times.addWrite(System.nanoTime() - assembled);
            return chunk;
        }
    }

    /** The sort column. */
    EncodedChunk runKey(
            RowGroupJob job,
            RowIdentities input,
            RowIdentities output,
            TieOrder ties,
            Workbench.Tools tools,
            ByteBuilder into) {
        long start = System.nanoTime();
        ColumnAssembler assembler = new ColumnAssembler(schema.kind(), job.rows(), false, pool);
        long[] keys = pool.longs(job.rows());
        try (ColumnValues values = assembler.values()) {
            assemble(assembler, job, null, tools);
            long[] inputIdentities = pool.longs(job.rows());
            long[] outputIdentities = pool.longs(job.rows());
            job.identify(inputIdentities, outputIdentities);
            copyKeys(values, keys, job.rows());
            input.follow(keys, job.plan().order(), job.rows(), inputIdentities);
            long inputDigest = digestOf(values, inputIdentities);
            long assembled = System.nanoTime();
            times.addRead(assembled - start);
            assembler.finish(job.plan().order());
            EncodedChunk chunk = tools.encoder.encode(schema, values, assembler.interner(), true, into);
            new ReadBack(chunk, tools.decompressors, pool).longs(keys);
            table.key().toKeys(keys, 0, job.rows());
            output.follow(keys, null, job.rows(), outputIdentities);
            ties.check(job.plan(), keys);
            compare(job, chunk, inputDigest, 0, tools);
            times.addWrite(System.nanoTime() - assembled);
            return chunk;
        } finally {
            pool.giveBack(keys);
        }
    }

    private void assemble(ColumnAssembler assembler, RowGroupJob job, long[] identities, Workbench.Tools tools) {
        for (Slice slice : job.plan().slices()) {
            if (bench.isCancelled()) {
                throw new CancellationException("the run was asked to stop");
            }
            if (slice.isInOrder() && slice.rangeStarts()[0] != sources.rowsTaken()[slice.source()]) {
                throw new ConservationException("column " + schema.name() + " would take row "
                        + slice.rangeStarts()[0] + " of source " + slice.source() + " after row "
                        + sources.rowsTaken()[slice.source()]);
            }
            int at = slice.regionStart();
            for (int range = 0; range < slice.rangeStarts().length; range++) {
                int rows = slice.rangeRows()[range];
                ColumnReader reader = sources.readerAt(slice.source(), slice.rangeStarts()[range], tools.decompressors);
                assembler.append(reader, rows, at, identities, tools.decompressors);
                at += rows;
            }
            sources.taken(slice);
        }
    }

    private void copyKeys(ColumnValues values, long[] keys, int rows) {
        if (schema.kind() == ValueKind.LONG) {
            System.arraycopy(values.longs(), 0, keys, 0, rows);
        } else {
            for (int i = 0; i < rows; i++) {
                keys[i] = values.ints()[i];
            }
        }
        table.key().toKeys(keys, 0, rows);
    }

    private long digestOf(ColumnValues values, long[] identities) {
        NullMask nulls = values.nulls();
        return schema.kind() == ValueKind.LONG
                ? Digests.ofLongs(values.longs(), nulls, 0, values.rows(), identities, 0)
                : Digests.ofInts(values.ints(), nulls, 0, values.rows(), identities, 0);
    }

    private void compare(RowGroupJob job, EncodedChunk chunk, long inputDigest, int inputNulls, Workbench.Tools tools) {
        ReadBack readBack = new ReadBack(chunk, tools.decompressors, pool);
        long outputDigest = readBack.digest(job.outputIdentities());
        boolean sameNulls = readBack.nulls() == inputNulls && chunk.nulls() == inputNulls;
        if (chunk.rows() != job.rows() || !sameNulls || outputDigest != inputDigest) {
            throw new ConservationException("column " + schema.name() + " of the row group at row "
                    + job.plan().firstRow() + " holds other values than the inputs: " + chunk.rows() + " of "
                    + job.rows() + " rows, " + readBack.nulls() + " nulls instead of " + inputNulls + ", digest "
                    + Long.toHexString(outputDigest) + " instead of "
                    + Long.toHexString(inputDigest));
        }
        digest += inputDigest;
    }

    /** After the last row group: every row of every source was taken exactly once. */
    void checkAllTaken() {
        for (int source = 0; source < table.sources().size(); source++) {
            long expected = table.sources().get(source).rows();
            if (sources.rowsTaken()[source] != expected) {
                throw new ConservationException("column " + schema.name() + ": " + sources.rowsTaken()[source] + " of "
                        + expected + " rows were taken from "
                        + table.sources().get(source).part().name());
            }
        }
    }

    int column() {
        return column;
    }
}
