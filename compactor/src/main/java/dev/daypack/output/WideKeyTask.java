package dev.daypack.output;

import dev.daypack.input.ColumnReader;
import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortKey;
import dev.daypack.input.WideKeyReader;
import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeyBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sort columns of one row group, where their keys are wide: all of them in one task, since only together do they
 * give the rows their identities. Those of the input come from what was decoded, those of the output from the encoded
 * pages of all sort columns, read back. Not thread-safe; the row groups follow each other.
 */
final class WideKeyTask implements KeyTask {

    private final SortKey key;
    private final List<ColumnTask> columns;
    private final BufferPool pool;
    private final StageTimes times;
    private final WideIdentities inputRows;
    private final WideIdentities outputRows;
    private final TieOrder ties = new TieOrder();

    /** @param columns one for each sort column, in the order of the key */
    WideKeyTask(SortKey key, List<ColumnTask> columns, Workbench bench, StageTimes times) {
        this.key = key;
        this.columns = List.copyOf(columns);
        this.pool = bench.pool();
        this.times = times;
        this.inputRows = new WideIdentities(key, "merged input");
        this.outputRows = new WideIdentities(key, "output");
    }

    @Override
    public List<EncodedChunk> run(RowGroupJob job, Workbench.Tools tools, List<ChunkBytes> into) {
        long start = System.nanoTime();
        List<ColumnAssembler> assembled = new ArrayList<>(columns.size());
        long[] ranks = pool.longs(job.rows());
        try {
            assemble(job, tools, ranks, assembled);
            job.identify(pool.longs(job.rows()), pool.longs(job.rows()));
            followInput(job, assembled);
            long[] digests = assembled.stream()
                    .mapToLong(column -> ColumnTask.digestOf(column, job.inputIdentities()))
                    .toArray();
            long isAssembled = System.nanoTime();
            times.addRead(isAssembled - start);
            List<EncodedChunk> chunks = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                chunks.add(columns.get(i).encodeKey(job, assembled.get(i), tools, into.get(i)));
            }
            followOutput(job, chunks, tools, ranks);
            ties.check(job.plan(), ranks);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i)
                        .compare(
                                job, chunks.get(i), digests[i], assembled.get(i).nulls(), tools);
            }
            times.addWrite(System.nanoTime() - isAssembled);
            return chunks;
        } finally {
            assembled.forEach(ColumnAssembler::close);
            pool.giveBack(ranks);
        }
    }

    /** @param places scratch */
    private void assemble(RowGroupJob job, Workbench.Tools tools, long[] places, List<ColumnAssembler> assembled) {
        for (int i = 0; i < job.rows(); i++) {
            places[i] = Digests.identity(i, 0);
        }
        for (ColumnTask column : columns) {
            assembled.add(column.assembleKey(job, places, tools));
        }
    }

    private void followInput(RowGroupJob job, List<ColumnAssembler> assembled) {
        List<ValueCells> cells = assembled.stream()
                .map(column -> new ValueCells(column.values(), column.interner()))
                .toList();
        int[] order = job.plan().order();
        KeyBlock scratch = new KeyBlock(1, 64);
        for (int i = 0; i < job.rows(); i++) {
            int row = order == null ? i : order[i];
            scratch.clear();
            key.append(cells, row, scratch);
            job.inputIdentities()[row] = inputRows.follow(scratch.bytes(), 0, scratch.byteCount());
        }
    }

    private void followOutput(RowGroupJob job, List<EncodedChunk> chunks, Workbench.Tools tools, long[] ranks) {
        List<ColumnReader> readers =
                chunks.stream().map(chunk -> ReadBack.reader(chunk, pool)).toList();
        Part part = ReadBack.part(chunks.get(0));
        int row = 0;
        try (WideKeyReader reader = new WideKeyReader(key, part, readers, job.rows(), pool)) {
            for (KeyBlock block = reader.next(tools.decompressors);
                    block != null;
                    block = reader.next(tools.decompressors)) {
                for (int i = 0; i < block.count(); i++, row++) {
                    job.outputIdentities()[row] = outputRows.follow(block.bytes(), block.start(i), block.end(i));
                    ranks[row] = outputRows.rank();
                }
            }
            reader.checkEnd();
        } catch (PartRejectedException e) {
            throw new ConservationException("the sort columns just encoded cannot be read back: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> firstValue() {
        return outputRows.firstValue();
    }

    @Override
    public Optional<String> lastValue() {
        return outputRows.lastValue();
    }
}
