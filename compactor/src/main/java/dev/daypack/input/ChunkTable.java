package dev.daypack.input;

import dev.daypack.codec.Compression;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The chunks of one row group, held in 16 bytes each instead of in an object each: the footers of thousands of parts
 * stay for the whole merge. An element is made when it is asked for. Immutable.
 */
final class ChunkTable extends AbstractList<ChunkMeta> implements RandomAccess {

    /** Offset, size, uncompressed size, and values beyond the rows. */
    private static final int FIELDS = 4;

    private final long firstOffset;
    private final long rows;
    private final Compression[] codecs;
    private final int[] fields;

    private ChunkTable(long firstOffset, long rows, Compression[] codecs, int[] fields) {
        this.firstOffset = firstOffset;
        this.rows = rows;
        this.codecs = codecs;
        this.fields = fields;
    }

    /** The same chunks; as a table unless a row group is beyond 2 GiB. */
    static List<ChunkMeta> of(List<ChunkMeta> chunks, long rows) {
        long firstOffset = chunks.stream().mapToLong(ChunkMeta::offset).min().orElse(0);
        int[] fields = new int[FIELDS * chunks.size()];
        List<Compression> codecs = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChunkMeta chunk = chunks.get(i);
            boolean fits = put(fields, FIELDS * i, chunk.offset() - firstOffset)
                    && put(fields, FIELDS * i + 1, chunk.sizeBytes())
                    && put(fields, FIELDS * i + 2, chunk.uncompressedBytes())
                    && put(fields, FIELDS * i + 3, chunk.valueCount() - rows);
            if (!fits) {
                return List.copyOf(chunks);
            }
            codecs.add(chunk.compression());
        }
        boolean isOneCodec = codecs.stream().distinct().count() <= 1;
        return new ChunkTable(
                firstOffset,
                rows,
                (isOneCodec ? codecs.subList(0, Math.min(1, codecs.size())) : codecs).toArray(Compression[]::new),
                fields);
    }

    private static boolean put(int[] fields, int at, long value) {
        fields[at] = (int) value;
        return fields[at] == value;
    }

    @Override
    public ChunkMeta get(int index) {
        int at = FIELDS * index;
        return new ChunkMeta(
                codecs[codecs.length == 1 ? 0 : index],
                rows + fields[at + 3],
                firstOffset + fields[at],
                fields[at + 1],
                fields[at + 2]);
    }

    @Override
    public int size() {
        return fields.length / FIELDS;
    }
}
