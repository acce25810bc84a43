package dev.daypack.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Walks the pages of a small file by their headers, without decoding them. */
public final class PageWalk {

    private PageWalk() {}

    /**
     * One page as its header shows it.
     *
     * @param rowGroup from 0
     * @param column dotted path
     * @param values as the header says, nulls included
     * @param hasCrc whether the header carries a checksum
     * @param crcMatches whether that is the CRC-32 of the page's bytes; false if there is none
     */
    public record Page(
            int rowGroup,
            String column,
            PageType type,
            Encoding encoding,
            int values,
            int compressedBytes,
            boolean hasCrc,
            boolean crcMatches) {}

    /** All pages in file order, found by walking the headers, with their checksums recomputed. */
    public static List<Page> pages(Path file) {
        List<Page> pages = new ArrayList<>();
        List<RowGroup> groups = ParquetJava.footer(file).getRow_groups();
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int group = 0; group < groups.size(); group++) {
                for (ColumnChunk chunk : groups.get(group).getColumns()) {
                    addPages(in, group, chunk.getMeta_data(), pages);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    private static void addPages(RandomAccessFile in, int group, ColumnMetaData chunk, List<Page> pages)
            throws IOException {
        boolean dictionary = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
        long start = dictionary
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                : chunk.getData_page_offset();
        long end = start + chunk.getTotal_compressed_size();
        in.seek(start);
        while (in.getFilePointer() < end) {
            PageHeader header = Util.readPageHeader(Channels.newInputStream(in.getChannel()));
            byte[] body = new byte[header.getCompressed_page_size()];
            in.readFully(body);
            CRC32 crc = new CRC32();
            crc.update(body);
            boolean matches = header.isSetCrc() && header.getCrc() == (int) crc.getValue();
            pages.add(new Page(
                    group,
                    String.join(".", chunk.getPath_in_schema()),
                    header.getType(),
                    encoding(header),
                    values(header),
                    body.length,
                    header.isSetCrc(),
                    matches));
        }
        if (in.getFilePointer() != end) {
            throw new IllegalStateException("pages of " + chunk.getPath_in_schema() + " end at " + in.getFilePointer()
                    + ", the chunk at " + end);
        }
    }

    private static Encoding encoding(PageHeader header) {
        return switch (header.getType()) {
            case DATA_PAGE -> header.getData_page_header().getEncoding();
            case DATA_PAGE_V2 -> header.getData_page_header_v2().getEncoding();
            case DICTIONARY_PAGE -> header.getDictionary_page_header().getEncoding();
            default -> throw new IllegalStateException("a page of type " + header.getType());
        };
    }

    private static int values(PageHeader header) {
        return switch (header.getType()) {
            case DATA_PAGE -> header.getData_page_header().getNum_values();
            case DATA_PAGE_V2 -> header.getData_page_header_v2().getNum_values();
            default -> header.getDictionary_page_header().getNum_values();
        };
    }
}
