package dev.daypack.output;

import dev.daypack.encoding.Hashes;
import dev.daypack.memory.BufferPool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Identifies the rows of a row group where there are no sort columns. Every key is the empty byte string, so all rows
 * tie and the identity of each rests on its number in the output: digests then bind every value to its place. That the
 * places are those of (source, row) is checked here. Not thread-safe; the row groups follow each other.
 */
final class PlaceIdentities implements KeyTask {

    private static final long EMPTY_KEY = Hashes.hash(new byte[0], 0, 0);

    private final BufferPool pool;
    private final TieOrder ties = new TieOrder();

    PlaceIdentities(BufferPool pool) {
        this.pool = pool;
    }

    @Override
    public List<EncodedChunk> run(RowGroupJob job, Workbench.Tools tools, List<ChunkBytes> into) {
        int rows = job.rows();
        int[] order = job.plan().order();
        job.identify(pool.longs(rows), pool.longs(rows));
        Arrays.fill(job.outputIdentities(), 0, rows, 0);
        ties.check(job.plan(), job.outputIdentities());
        for (int i = 0; i < rows; i++) {
            long identity = Digests.identity(EMPTY_KEY, job.plan().firstRow() + i);
            job.inputIdentities()[order == null ? i : order[i]] = identity;
            job.outputIdentities()[i] = identity;
        }
        return List.of();
    }

    @Override
    public Optional<String> firstValue() {
        return Optional.empty();
    }

    @Override
    public Optional<String> lastValue() {
        return Optional.empty();
    }
}
