package dev.daypack.output;

import dev.daypack.encoding.Hashes;
import dev.daypack.input.ColumnBlocks;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.KeyColumn;
import dev.daypack.input.NullMask;
import dev.daypack.input.Table;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;

/**
 * One flat column of one row group: decode the slices, gather, encode, read back, and compare the digests of both
 * sides.
 *
 * <p>The sort column goes first and works a little differently: its keys give the rows of the row group their
 * identities, those of the input from what was decoded, those of the output from what was read back. Not thread-safe;
 * the row groups of a column follow each other.
 */
final class ColumnTask implements ChunkTask {

    private final Table table;
    private final ColumnSchema schema;
    private final SourceColumn<ColumnBlocks> sources;
    private final Workbench bench;
    private final BufferPool pool;
    private final StageTimes times;

    private long digest;

    ColumnTask(Table table, int column, Workbench bench, StageTimes times) {
        this.table = table;
        this.schema = table.columns().get(column);
        this.bench = bench;
        this.pool = bench.pool();
        this.times = times;
        this.sources = new SourceColumn<>(
                table,
                schema.name(),
                new ColumnSpill(
                        schema,
                        bench,
                        bench.spillDictionaryBytes(table.columns().size())),
                bench.parking(),
                source -> source.reader(column, bench.limits(), pool));
    }

    @Override
    public long digest() {
        return digest;
    }

    /** A column other than the sort column. */
    @Override
    public EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ChunkBytes into) {
        long start = System.nanoTime();
        try (ColumnAssembler assembler = new ColumnAssembler(schema.kind(), job.rows(), true, pool)) {
            ColumnValues values = assembler.values();
            assemble(assembler, job, job.inputIdentities(), tools);
            long assembled = System.nanoTime();
            times.addRead(assembled - start);
            assembler.finish(job.plan().order());
            EncodedChunk chunk = tools.encoder.encode(schema, values, assembler.interner(), false, into);
            // What was encoded is not looked at again.
            assembler.giveBack();
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
            ChunkBytes into) {
        long start = System.nanoTime();
        long[] keys = pool.longs(job.rows());
        try (ColumnAssembler assembler = new ColumnAssembler(schema.kind(), job.rows(), false, pool)) {
            ColumnValues values = assembler.values();
            assemble(assembler, job, null, tools);
            long[] inputIdentities = pool.longs(job.rows());
            job.identify(inputIdentities, pool.longs(job.rows()));
            copyKeys(values, keys, job.rows());
            input.follow(keys, job.plan().order(), job.rows(), inputIdentities);
            long inputDigest = digestOf(assembler, inputIdentities);
            long assembled = System.nanoTime();
            times.addRead(assembled - start);
            assembler.finish(job.plan().order());
            KeyColumn key = table.key().first();
            EncodedChunk chunk =
                    tools.encoder.encode(schema, values, assembler.interner(), key.isWrittenAsDeltas(), into);
            assembler.giveBack();
            compareKey(job, chunk, inputDigest, output, ties, keys, tools);
            times.addWrite(System.nanoTime() - assembled);
            return chunk;
        } finally {
            pool.giveBack(keys);
        }
    }

    /** @param keys scratch of the row group's rows */
    private void compareKey(
            RowGroupJob job,
            EncodedChunk chunk,
            long inputDigest,
            RowIdentities output,
            TieOrder ties,
            long[] keys,
            Workbench.Tools tools) {
        long[] bits = pool.longs(job.rows());
        try {
            ReadBack readBack = new ReadBack(chunk, tools.decompressors, pool);
            readBack.longs(bits);
            System.arraycopy(bits, 0, keys, 0, job.rows());
            table.key().first().toKeys(keys, 0, job.rows());
            output.follow(keys, null, job.rows(), job.outputIdentities());
            ties.check(job.plan(), keys);
            long digest = Digests.ofLongs(bits, new NullMask(), 0, job.rows(), job.outputIdentities(), 0);
            compare(job, chunk, inputDigest, 0, digest, readBack.nulls());
        } finally {
            pool.giveBack(bits);
        }
    }

    /**
     * A column of wide keys, decoded and not yet in order: its rows get identities only when all columns of the keys
     * are there. So what was read of the inputs is held against what was assembled by the rows' places, before the
     * digest is taken of the latter.
     *
     * @param places identities of the region's rows that tell their places
     */
    ColumnAssembler assembleKey(RowGroupJob job, long[] places, Workbench.Tools tools) {
        ColumnAssembler assembler = new ColumnAssembler(schema.kind(), job.rows(), true, pool);
        try {
            assemble(assembler, job, places, tools);
            if (digestOf(assembler, places) != assembler.digest()) {
                throw new ConservationException("column " + schema.name() + " was not assembled as it was read");
            }
            return assembler;
        } catch (RuntimeException e) {
            assembler.close();
            throw e;
        }
    }

    /** Of a column that was assembled and is not in order yet. */
    static long digestOf(ColumnAssembler assembler, long[] identities) {
        ColumnValues values = assembler.values();
        int rows = values.rows();
        if (values.isIds()) {
            return Digests.ofIds(values.ids(), weights(assembler.interner()), 0, rows, identities, 0);
        }
        return switch (values.kind()) {
            case INT -> Digests.ofInts(values.ints(), values.nulls(), 0, rows, identities, 0);
            case LONG -> Digests.ofLongs(values.longs(), values.nulls(), 0, rows, identities, 0);
            case BINARY -> Digests.ofBinaries(values.binaries(), values.nulls(), 0, rows, identities, 0);
        };
    }

    /** Of all values that ids stand for. */
    private static long[] weights(Interner interner) {
        long[] weights = interner.hashes();
        if (interner.binaries() == null) {
            weights = Arrays.copyOf(weights, interner.size());
            for (int id = 0; id < weights.length; id++) {
                weights[id] = Hashes.mix(weights[id]);
            }
        }
        return weights;
    }

    /** A column of wide keys, once it was assembled; to be compared later. */
    EncodedChunk encodeKey(RowGroupJob job, ColumnAssembler assembler, Workbench.Tools tools, ChunkBytes into) {
        ColumnValues values = assembler.finish(job.plan().order());
        return tools.encoder.encode(schema, values, assembler.interner(), false, into);
    }

    private void assemble(ColumnAssembler assembler, RowGroupJob job, long[] identities, Workbench.Tools tools) {
        sources.read(
                job.plan(),
                tools.decompressors,
                bench::isCancelled,
                (reader, rows, at) -> assembler.append(reader, rows, at, identities, tools.decompressors));
    }

    private void copyKeys(ColumnValues values, long[] keys, int rows) {
        if (schema.kind() == ValueKind.LONG) {
            System.arraycopy(values.longs(), 0, keys, 0, rows);
        } else {
            for (int i = 0; i < rows; i++) {
                keys[i] = values.ints()[i];
            }
        }
        table.key().first().toKeys(keys, 0, rows);
    }

    /** Compares both sides, and counts the digest to that of the column. */
    void compare(RowGroupJob job, EncodedChunk chunk, long inputDigest, int inputNulls, Workbench.Tools tools) {
        ReadBack readBack = new ReadBack(chunk, tools.decompressors, pool);
        long outputDigest = readBack.digest(job.outputIdentities());
        compare(job, chunk, inputDigest, inputNulls, outputDigest, readBack.nulls());
    }

    private void compare(
            RowGroupJob job, EncodedChunk chunk, long inputDigest, int inputNulls, long outputDigest, int outputNulls) {
        boolean sameNulls = outputNulls == inputNulls && chunk.nulls() == inputNulls;
        if (chunk.rows() != job.rows() || !sameNulls || outputDigest != inputDigest) {
            throw new ConservationException("column " + schema.name() + " of the row group at row "
                    + job.plan().firstRow() + " holds other values than the inputs: " + chunk.rows() + " of "
                    + job.rows() + " rows, " + outputNulls + " nulls instead of " + inputNulls + ", digest "
                    + Long.toHexString(outputDigest) + " instead of "
                    + Long.toHexString(inputDigest));
        }
        digest += inputDigest;
    }

    @Override
    public void checkAllTaken() {
        sources.checkAllTaken();
    }

    @Override
    public void close() {
        sources.close();
    }
}
