package dev.daypack.output;

import java.util.concurrent.CompletableFuture;

/**
 * One output row group on its way: its plan, the identities of its rows on the input's and on the output's side, and
 * the chunks encoded so far. The key column's task fills the identities before any other column's task starts.
 */
final class RowGroupJob {

    private final RowGroupPlan plan;
    private final EncodedChunk[] chunks;
    private long[] inputIdentities;
    private long[] outputIdentities;
    private CompletableFuture<?> done;

    RowGroupJob(RowGroupPlan plan, int chunkCount) {
        this.plan = plan;
        this.chunks = new EncodedChunk[chunkCount];
    }

    RowGroupPlan plan() {
        return plan;
    }

    int rows() {
        return plan.rows();
    }

    /** By place in the output's schema. Each element is written by one task, and read when all are done. */
    EncodedChunk[] chunks() {
        return chunks;
    }

    void identify(long[] inputs, long[] outputs) {
        inputIdentities = inputs;
        outputIdentities = outputs;
    }

    /** Identities of the region's rows; null until the key column is done. */
    long[] inputIdentities() {
        return inputIdentities;
    }

    /** Identities of the output's rows, by the keys read back; null until the key column is done. */
    long[] outputIdentities() {
        return outputIdentities;
    }

    void runs(CompletableFuture<?> completion) {
        done = completion;
    }

    CompletableFuture<?> done() {
        return done;
    }
}
