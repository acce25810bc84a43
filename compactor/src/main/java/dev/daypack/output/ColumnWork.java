package dev.daypack.output;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Table;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;

/**
 * What one column takes in memory while it is worked on, by the sizes that the footers claim.
 *
 * @param taskBytes of the values of a row group, which are held twice while they are brought into order, and of pages
 * @param valueBytes of them, the values
 * @param readerBytes of the pages and the dictionary of one source, while its reader waits for the next row group
 * @param chunkBytes of the encoded chunk, until it is written
 */
public record ColumnWork(long taskBytes, long valueBytes, long readerBytes, long chunkBytes) {

    private static final long PAGE_BYTES = 1 << 20;

    /** A page as it stands in the file, and its plain bytes. */
    private static final int INPUT_PAGES = 3;

    /** The page that is made, packed, and read back. */
    private static final int OUTPUT_PAGES = 3;

    /** A chunk is gathered in segments of so many bytes. */
    private static final long SEGMENT_BYTES = ChunkBytes.SEGMENT_BYTES;

    private static final long LEVEL_BYTES = 2;

    /** Blocks of values, ids and levels, on the way in and on the way back, and tables that are still small. */
    private static final long FIXED_TASK_BYTES = 256 << 10;

    /** The same of a reader that waits. */
    private static final long FIXED_READER_BYTES = 64 << 10;

    /** @param rows of a row group of the output */
    public static ColumnWork of(Table table, int column, int rows, OutputSettings settings) {
        ColumnSchema schema = table.columns().get(column);
        long packed = 0;
        long plain = 0;
        long entries = 0;
        long largestPage = 0;
        long readers = 0;
        for (Table.Source source : table.sources()) {
            ChunkMeta chunk = source.chunk(column);
            if (chunk != null) {
                packed += chunk.sizeBytes();
                plain += chunk.uncompressedBytes();
                entries += chunk.valueCount();
                long page = Math.min(PAGE_BYTES, chunk.uncompressedBytes());
                largestPage = Math.max(largestPage, page);
                readers = Math.max(readers, 3 * page);
            }
        }
        double share = (double) rows / Math.max(1, table.rows());
        long values = values(schema, rows, (long) (entries * share), (long) (plain * share));
        long page = Math.min(settings.pageBytes(), 8L * rows + 64);
        return new ColumnWork(
                FIXED_TASK_BYTES + values + INPUT_PAGES * largestPage + OUTPUT_PAGES * page,
                values,
                FIXED_READER_BYTES + readers,
                SEGMENT_BYTES + (long) (packed * share * 3 / 2));
    }

    /** The sequence column. */
    public static ColumnWork ofSeq(int rows, OutputSettings settings) {
        long values = 2 * BufferPool.lentBytes(rows, Long.BYTES);
        return new ColumnWork(
                FIXED_TASK_BYTES + values + OUTPUT_PAGES * Math.min(settings.pageBytes(), 8L * rows),
                values,
                0,
                SEGMENT_BYTES);
    }

    /** Of the encoded chunk, without what its estimate adds to be safe. */
    public long waitingBytes() {
        return (chunkBytes - SEGMENT_BYTES) * 2 / 3;
    }

    /** Once as they are read, once in order, and ids of a dictionary. */
    private static long values(ColumnSchema schema, int rows, long entries, long plainBytes) {
        boolean isBinary = schema.kind() == ValueKind.BINARY;
        if (schema.isNested()) {
            long levels = LEVEL_BYTES * entries + 2L * BufferPool.lentBytes(rows + 1, Integer.BYTES);
            return 2 * levels + entries * (4 + (isBinary ? 8 : 16)) + (isBinary ? 2 * plainBytes : 0);
        }
        long ids = BufferPool.lentBytes(rows, Integer.BYTES);
        return switch (schema.kind()) {
            case INT -> 3 * ids;
            case LONG -> ids + 2 * BufferPool.lentBytes(rows, Long.BYTES);
            case BINARY -> 3 * ids + 2 * plainBytes;
        };
    }
}
