package dev.daypack.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * Damages a part as failing disks and broken uploads do: the footer stays intact, a stretch in the middle reads as
 * zeros. It starts where the body of a data page starts, so that a snappy page claims to expand to nothing and every
 * reader sees the damage, with or without page checksums.
 */
final class PageBreaker {

    private static final int ZEROED_BYTES = 256;
    private static final int MAGIC_AND_LENGTH_BYTES = 8;

    private PageBreaker() {}

    /** Zeroes the start of the body of the first data page of the first column after the common ones. */
    static void damage(Path part) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
            FileMetaData footer = footer(file);
            ColumnMetaData chunk = footer.getRow_groups()
                    .get(0)
                    .getColumns()
                    .get(EventSchema.COMMON_COLUMNS)
                    .getMeta_data();
            file.seek(chunk.getData_page_offset());
            int bodyBytes = Util.readPageHeader(Channels.newInputStream(file.getChannel()))
                    .getCompressed_page_size();
            file.write(new byte[Math.min(ZEROED_BYTES, bodyBytes)]);
        }
    }

    private static FileMetaData footer(RandomAccessFile file) throws IOException {
        file.seek(file.length() - MAGIC_AND_LENGTH_BYTES);
        int length = Integer.reverseBytes(file.readInt());
        file.seek(file.length() - MAGIC_AND_LENGTH_BYTES - length);
        InputStream in = Channels.newInputStream(file.getChannel());
        return Util.readFileMetaData(in);
    }
}
