package dev.daypack.output;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Table;
import dev.daypack.input.ValueKind;

/**
 * How many rows the row groups of an output have: as many as the settings say, or fewer where the rows are wide.
 * Decided once from the footers, so that it depends on the inputs alone, and so that the width of a row is known before
 * any memory is taken for it.
 */
public final class RowGroupRows {

    private RowGroupRows() {}

    /** At least 1. */
    public static int of(Table table, OutputSettings settings) {
        long rowBytes = 8;
        for (int column = 0; column < table.columns().size(); column++) {
            rowBytes += widthBytes(table, column);
        }
        return (int) Math.max(1, Math.min(settings.rowGroupRows(), settings.rowGroupBytes() / rowBytes));
    }

    /** Bytes of a value; of a BYTE_ARRAY the mean over all sources, as they are encoded. */
    private static long widthBytes(Table table, int column) {
        ColumnSchema schema = table.columns().get(column);
        if (schema.kind() != ValueKind.BINARY || schema.fixedBytes() > 0) {
            return schema.plainBytes();
        }
        long bytes = 0;
        long rows = 0;
        for (Table.Source source : table.sources()) {
            ChunkMeta chunk = source.chunk(column);
            bytes += chunk.uncompressedBytes();
            rows += chunk.valueCount();
        }
        return schema.plainBytes() + bytes / Math.max(1, rows);
    }
}
