package dev.daypack.simulation;

import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Real Parquet parts of up to a few dozen rows, and some of hundreds, by parquet-java, with page checksums:
 * overlapping, with ties within and between parts, some out of order, some without rows, some broken. The same in every
 * process.
 */
final class PartPool {

    static final int GOOD = 120;
    static final int BAD = 6;
    static final int LARGE = 30;

    static final MessageType SCHEMA = Types.buildMessage()
            .optional(PrimitiveTypeName.INT64)
            .named("ts_event")
            .optional(PrimitiveTypeName.INT64)
            .named("id")
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("symbol")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("price")
            .optional(PrimitiveTypeName.INT32)
            .named("side")
            .named("schema");

    private static final int MOST_ROWS = 24;
    private static final int TIMES = 30;
    private static final int MOST_ROWS_OF_LARGE = 900;

    private final List<PoolPart> good = new ArrayList<>();
    private final List<PoolPart> bad = new ArrayList<>();
    private final List<PoolPart> large = new ArrayList<>();

    private PartPool() {}

    /** Writes all of them, by way of a directory that is removed again. */
    static PartPool make() {
        PartPool pool = new PartPool();
        try {
            Path file = Files.createTempFile("daypack-simulation", ".parquet");
            try {
                for (int index = 0; index < GOOD + BAD + LARGE; index++) {
                    pool.shelf(index).add(part(index, file));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pool;
    }

    private List<PoolPart> shelf(int index) {
        return index < GOOD ? good : index < GOOD + BAD ? bad : large;
    }

    PoolPart large(int index) {
        return large.get(index % LARGE);
    }

    PoolPart good(int index) {
        return good.get(index % GOOD);
    }

    PoolPart bad(int index) {
        return bad.get(index % BAD);
    }

    private static PoolPart part(int index, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(7_919L * index);
        boolean isBad = index >= GOOD && index < GOOD + BAD;
        List<Row> rows = isBad || index % 15 > 0 ? rows(index, random) : List.of();
        PartWriter.of(SCHEMA)
                .checksums(true)
                .codec(index % 3 == 0 ? CompressionCodecName.ZSTD : CompressionCodecName.SNAPPY)
                .write(file, rows.stream().map(PartPool::values).toList());
        byte[] bytes = Files.readAllBytes(file);
        int pagesEnd = pagesEnd(file);
        if (isBad) {
            bytes[pagesEnd - 1 - index % 5] ^= 0x10;
        }
        return new PoolPart(index, isBad ? List.of() : rows, bytes, pagesEnd, isBad);
    }

    /** Behind the last page; indexes and the footer follow. */
    private static int pagesEnd(Path file) {
        return ParquetJava.chunks(file).stream()
                .map(ColumnChunk::getMeta_data)
                .mapToInt(chunk -> Math.toIntExact((chunk.isSetDictionary_page_offset()
                                ? chunk.getDictionary_page_offset()
                                : chunk.getData_page_offset())
                        + chunk.getTotal_compressed_size()))
                .max()
                .orElse(0);
    }

    private static List<Row> rows(int index, SplittableRandom random) {
        boolean isLarge = index >= GOOD + BAD;
        int count = 1 + random.nextInt(isLarge ? MOST_ROWS_OF_LARGE : MOST_ROWS);
        long[] times = random.longs(count, 0, TIMES).sorted().toArray();
        boolean isSteppingBack = random.nextInt(3) == 0;
        List<Row> rows = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            long time = isSteppingBack && random.nextInt(3) == 0 ? random.nextInt(TIMES) : times[at];
            String symbol = random.nextInt(9) == 0 ? null : "s" + random.nextInt(4);
            Double price = random.nextInt(12) == 0 ? null : random.nextInt(1_000) / 10.0;
            rows.add(new Row(time, index * 1_000L + at, symbol, price, random.nextInt(2)));
        }
        return List.copyOf(rows);
    }

    private static Object[] values(Row row) {
        return new Object[] {row.tsEvent(), row.id(), row.symbol(), row.price(), row.side()};
    }
}
