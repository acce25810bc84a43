package dev.daypack.input;

import dev.daypack.testing.ParquetJava;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Breaks Parquet files on purpose. Each method writes the changed file beside the original and returns its path. */
final class PatchedFile {

    private static final int TRAILER_BYTES = 8;

    private PatchedFile() {}

    /** The same data under another footer. */
    static Path footer(Path file, Consumer<FileMetaData> change) {
        FileMetaData footer = ParquetJava.footer(file);
        change.accept(footer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(footer, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return footerBytes(file, bytes.toByteArray());
    }

    /** The same data under a footer of these bytes. */
    static Path footerBytes(Path file, byte[] footer) {
        byte[] old = bytes(file);
        byte[] data = Arrays.copyOf(old, old.length - TRAILER_BYTES - footerLength(old));
        return write(
                file,
                ByteBuffer.allocate(data.length + footer.length + TRAILER_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(data)
                        .put(footer)
                        .putInt(footer.length)
                        .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                        .array());
    }

    static Path bytes(Path file, Consumer<byte[]> change) {
        byte[] bytes = bytes(file);
        change.accept(bytes);
        return write(file, bytes);
    }

    /** Without its last bytes. */
    static Path cut(Path file, int lost) {
        byte[] bytes = bytes(file);
        return write(file, Arrays.copyOf(bytes, bytes.length - lost));
    }

    /**
     * A page by its place.
     *
     * @param offset of its header in the file
     * @param bodyOffset of what follows the header
     */
    record Page(int offset, int bodyOffset, PageHeader header) {

        int bodyBytes() {
            return header.getCompressed_page_size();
        }
    }

    /** The pages of a column in the first row group, dictionary page first. */
    static List<Page> pages(Path file, int column) {
        ColumnMetaData chunk = ParquetJava.footer(file)
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(column)
                .getMeta_data();
        byte[] bytes = bytes(file);
        int at = Math.toIntExact(
                chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : chunk.getData_page_offset());
        int end = at + Math.toIntExact(chunk.getTotal_compressed_size());
        List<Page> pages = new ArrayList<>();
        while (at < end) {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, end - at);
            try {
                PageHeader header = Util.readPageHeader(in);
                pages.add(new Page(at, end - in.available(), header));
                at = end - in.available() + header.getCompressed_page_size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    /** The same file with another header of one page, which must take as many bytes as before. */
    static Path pageHeader(Path file, Page page, Consumer<PageHeader> change) {
        change.accept(page.header());
        byte[] header = headerBytes(page.header());
        if (header.length != page.bodyOffset() - page.offset()) {
            throw new IllegalArgumentException("the header would be " + header.length + " bytes long");
        }
        return bytes(file, bytes -> System.arraycopy(header, 0, bytes, page.offset(), header.length));
    }

    static byte[] headerBytes(PageHeader header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Util.writePageHeader(header, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int footerLength(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TRAILER_BYTES);
    }

    private static Path write(Path original, byte[] bytes) {
        try {
            return Files.write(original.resolveSibling("broken.parquet"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
