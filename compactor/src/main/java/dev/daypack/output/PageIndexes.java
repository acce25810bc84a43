package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/**
 * The page index of a file: for every chunk where its pages lie, and, where every page has bounds, what they hold. Kept
 * encoded until the file's end, some hundred bytes a chunk. Not thread-safe.
 */
final class PageIndexes {

    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final List<byte[]> columnIndexes = new ArrayList<>();
    private final List<byte[]> offsetIndexes = new ArrayList<>();

    /** @param chunkOffset of the chunk's first page in the file */
    void add(ColumnChunk chunk, EncodedChunk encoded, long chunkOffset) {
        chunks.add(chunk);
        columnIndexes.add(columnIndex(encoded));
        offsetIndexes.add(offsetIndex(encoded, chunkOffset));
    }

    /** Writes all column indexes, then all offset indexes, and tells the chunks where they are. */
    void write(ByteBuilder into, long position) {
        for (int i = 0; i < chunks.size(); i++) {
            byte[] index = columnIndexes.get(i);
            if (index.length > 0) {
                chunks.get(i).setColumn_index_offset(position + into.size());
                chunks.get(i).setColumn_index_length(index.length);
                into.put(index, 0, index.length);
            }
        }
        for (int i = 0; i < chunks.size(); i++) {
            byte[] index = offsetIndexes.get(i);
            chunks.get(i).setOffset_index_offset(position + into.size());
            chunks.get(i).setOffset_index_length(index.length);
            into.put(index, 0, index.length);
        }
    }

    private static byte[] offsetIndex(EncodedChunk encoded, long chunkOffset) {
        List<PageLocation> locations = new ArrayList<>();
        for (EncodedPage page : encoded.pages()) {
            locations.add(new PageLocation(chunkOffset + page.offset(), page.sizeBytes(), page.firstRow()));
        }
        ByteBuilder bytes = new ByteBuilder(512);
        Thrift.write(new OffsetIndex(locations), bytes);
        return bytes.toArray();
    }

    /** Empty if a page has values but no bounds: the format asks for bounds of all pages or of none. */
    private static byte[] columnIndex(EncodedChunk encoded) {
        ColumnIndex index =
                new ColumnIndex(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), BoundaryOrder.UNORDERED);
        for (EncodedPage page : encoded.pages()) {
            boolean onlyNulls = page.hasOnlyNulls();
            if (!onlyNulls && !page.bounds().isKnown()) {
                return new byte[0];
            }
            index.addToNull_pages(onlyNulls);
            index.addToNull_counts(page.nulls());
            index.addToMin_values(
                    ByteBuffer.wrap(onlyNulls ? new byte[0] : page.bounds().minimumBytes()));
            index.addToMax_values(
                    ByteBuffer.wrap(onlyNulls ? new byte[0] : page.bounds().maximumBytes()));
        }
        index.setBoundary_order(boundaryOrder(encoded));
        ByteBuilder bytes = new ByteBuilder(512);
        Thrift.write(index, bytes);
        return bytes.toArray();
    }

    private static BoundaryOrder boundaryOrder(EncodedChunk encoded) {
        boolean ascends = true;
        boolean descends = true;
        Bounds before = null;
        for (EncodedPage page : encoded.pages()) {
            if (page.hasOnlyNulls()) {
                continue;
            }
            if (before != null) {
                int direction = Bounds.direction(before, page.bounds());
                ascends &= direction == Bounds.EQUAL || direction == Bounds.ASCENDING;
                descends &= direction == Bounds.EQUAL || direction == Bounds.DESCENDING;
            }
            before = page.bounds();
        }
        return ascends ? BoundaryOrder.ASCENDING : descends ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }
}
