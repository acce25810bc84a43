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

    /** A repetition and a definition level. */
    private static final int LEVEL_BYTES = 2;

    /** Footers may claim anything; so many make any row group end, and no sum overflow. */
    private static final long MAX_ENTRIES = 1L << 36;

    private static final long MAX_ROW_BYTES = 1L << 40;
    private static final long MAX_SUM = 1L << 60;

    /** Order and identities of a row. */
    private static final long PLACE_BYTES = 20;

    /**
     * One row group is prepared while another is encoded only where the places of its rows are a small part of memory.
     */
    private static final int AHEAD_PAYS_ONE_IN = 8;

    private RowGroupRows() {}

    /** How many row groups of so many rows are under way at once: two, or one where memory is short. */
    public static int groupsAtOnce(long rows, long memoryBytes) {
        return rows * PLACE_BYTES * AHEAD_PAYS_ONE_IN <= memoryBytes ? 2 : 1;
    }

    /** At least 1. */
    public static int of(Table table, OutputSettings settings) {
        long rowBytes = 8;
        for (int column = 0; column < table.columns().size(); column++) {
            rowBytes += widthBytes(table, column);
        }
        return (int) Math.max(1, Math.min(settings.rowGroupRows(), settings.rowGroupBytes() / rowBytes));
    }

    /** Bytes a row takes in memory: of a flat column of fixed width exactly, of others the mean over all sources. */
    private static long widthBytes(Table table, int column) {
        ColumnSchema schema = table.columns().get(column);
        boolean isWide = schema.kind() == ValueKind.BINARY && schema.fixedBytes() == 0;
        if (!isWide && !schema.isNested()) {
            return schema.plainBytes();
        }
        long bytes = 0;
        long entries = 0;
        for (Table.Source source : table.sources()) {
            ChunkMeta chunk = source.chunk(column);
            if (chunk != null) {
                bytes += chunk.uncompressedBytes();
                entries = Math.min(MAX_SUM, entries + chunk.valueCount());
            }
        }
        if (!schema.isNested()) {
            return schema.plainBytes() + bytes / Math.max(1, entries);
        }
        // Levels and values stand in memory twice while rows are gathered.
        long nestedBytes = Math.min(MAX_ENTRIES, entries) * (schema.plainBytes() + LEVEL_BYTES) + (isWide ? bytes : 0);
        return Math.max(1, Math.min(MAX_ROW_BYTES, 2 * nestedBytes / Math.max(1, table.rows())));
    }
}
