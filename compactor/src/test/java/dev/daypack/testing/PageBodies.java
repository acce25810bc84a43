package dev.daypack.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** The bytes of the pages of a small file as they stand in it, without headers; of pages v1 that is what was packed. */
public final class PageBodies {

    private PageBodies() {}

    /** All pages, chunk by chunk. */
    public static List<byte[]> of(Path file) {
        List<byte[]> bodies = new ArrayList<>();
        try {
            byte[] bytes = Files.readAllBytes(file);
            for (ColumnChunk chunk : ParquetJava.chunks(file)) {
                addBodies(bytes, chunk.getMeta_data(), bodies);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bodies;
    }

    private static void addBodies(byte[] bytes, ColumnMetaData chunk, List<byte[]> bodies) throws IOException {
        boolean hasDictionary = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
        long start = hasDictionary ? chunk.getDictionary_page_offset() : chunk.getData_page_offset();
        int at = Math.toIntExact(start);
        int end = Math.toIntExact(start + chunk.getTotal_compressed_size());
        while (at < end) {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, end - at);
            PageHeader header = Util.readPageHeader(in);
            at = end - in.available();
            bodies.add(Arrays.copyOfRange(bytes, at, at + header.getCompressed_page_size()));
            at += header.getCompressed_page_size();
        }
    }
}
