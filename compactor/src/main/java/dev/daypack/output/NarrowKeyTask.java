package dev.daypack.output;

import dev.daypack.input.SortKey;
import java.util.List;
import java.util.Optional;

/** One sort column whose keys are signed 64-bit numbers. */
final class NarrowKeyTask implements KeyTask {

    private final SortKey key;
    private final ColumnTask column;
    private final RowIdentities inputRows = new RowIdentities("merged input");
    private final RowIdentities outputRows = new RowIdentities("output");
    private final TieOrder ties = new TieOrder();
    private boolean hasRows;

    NarrowKeyTask(SortKey key, ColumnTask column) {
        this.key = key;
        this.column = column;
    }

    @Override
    public List<EncodedChunk> run(RowGroupJob job, Workbench.Tools tools, List<ChunkBytes> into) {
        hasRows = true;
        return List.of(column.runKey(job, inputRows, outputRows, ties, tools, into.get(0)));
    }

    @Override
    public Optional<String> firstValue() {
        return hasRows ? Optional.of(key.text(outputRows.firstKey())) : Optional.empty();
    }

    @Override
    public Optional<String> lastValue() {
        return hasRows ? Optional.of(key.text(outputRows.lastKey())) : Optional.empty();
    }
}
