package dev.daypack.output;

import dev.daypack.input.ColumnSchema;
import dev.daypack.input.NestedBlocks;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;

/**
 * One nested column of one row group: decode the slices entry by entry, gather by row, encode, read back, and compare
 * the digests of both sides. Not thread-safe; the row groups of a column follow each other.
 */
final class NestedTask implements ChunkTask {

    private final ColumnSchema schema;
    private final SourceColumn<NestedBlocks> sources;
    private final Workbench bench;
    private final BufferPool pool;
    private final StageTimes times;

    private long digest;

    NestedTask(Table table, int column, Workbench bench, StageTimes times) {
        this.schema = table.columns().get(column);
        this.bench = bench;
        this.pool = bench.pool();
        this.times = times;
        this.sources = new SourceColumn<>(
                table,
                schema.name(),
                new NestedSpill(
                        schema,
                        bench,
                        bench.spillDictionaryBytes(table.columns().size())),
                bench.parking(),
                source -> source.nestedReader(column, bench.limits(), pool));
    }

    @Override
    public EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ChunkBytes into) {
        long start = System.nanoTime();
        NestedDigest input;
        NestedColumn column;
        try (NestedAssembler assembler = new NestedAssembler(schema, job.rows(), pool)) {
            sources.read(
                    job.plan(),
                    tools.decompressors,
                    bench::isCancelled,
                    (reader, rows, at) -> assembler.append(reader, rows, job.inputIdentities(), tools.decompressors));
            times.addRead(System.nanoTime() - start);
            column = assembler.finish(job.plan().order(), job.inputIdentities());
            input = assembler.digest();
        }
        long assembled = System.nanoTime();
        EncodedChunk chunk;
        try (column) {
            chunk = tools.encoder.encode(schema, column, into);
        }
        compare(job, chunk, input, tools);
        times.addWrite(System.nanoTime() - assembled);
        return chunk;
    }

    private void compare(RowGroupJob job, EncodedChunk chunk, NestedDigest input, Workbench.Tools tools) {
        NestedDigest output = new NestedReadBack(chunk, pool).digest(job.outputIdentities(), tools.decompressors);
        boolean sameCounts = output.entries() == input.entries()
                && output.nulls() == input.nulls()
                && chunk.entries() == input.entries()
                && chunk.nulls() == input.nulls();
        if (chunk.rows() != job.rows() || !sameCounts || output.sum() != input.sum()) {
            throw new ConservationException("column " + schema.name() + " of the row group at row "
                    + job.plan().firstRow() + " holds other values than the inputs: " + chunk.rows() + " of "
                    + job.rows() + " rows, " + output.entries() + " entries instead of " + input.entries()
                    + ", digest " + Long.toHexString(output.sum()) + " instead of "
                    + Long.toHexString(input.sum()));
        }
        digest += input.sum();
    }

    @Override
    public long digest() {
        return digest;
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
