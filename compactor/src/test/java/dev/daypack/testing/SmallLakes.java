package dev.daypack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes the parts of one partition-day for differential tests: 1 to 300 parts, adjacent, overlapping or spread over the
 * whole day, with ties, disorder inside parts, nulls outside the key, parts without rows, several row groups and pages,
 * all codecs and both page versions; by parquet-java, or by DuckDB. Everything follows from the seed.
 */
public final class SmallLakes {

    /** Rows in all, at most; so that hundreds of lakes can be packed in a test. */
    private static final int MAX_ROWS = 8_000;

    private static final List<CompressionCodecName> CODECS = List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD);

    /** How the times of the parts lie to each other. */
    private enum Layout {
        ADJACENT,
        NEIGHBOURS_OVERLAP,
        SCATTERED,
        ALL_KEYS_EQUAL,
        REVERSED
    }

    /**
     * One lake.
     *
     * @param parts by rank; their names are in the same order
     * @param orderColumn the sort column, without nulls
     * @param description seed, layout and what else helps to see what a failure is about
     */
    public record Lake(long seed, List<Path> parts, String orderColumn, long rows, String description) {

        public Lake {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private SmallLakes() {}

    /** Writes a lake of any size into an existing directory. */
    public static Lake write(long seed, Path directory) {
        return write(seed, directory, parts(seed));
    }

    /** Mostly a few, sometimes tens, rarely hundreds. */
    static int parts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int dice = random.nextInt(100);
        return dice < 50 ? 1 + random.nextInt(8) : dice < 88 ? 9 + random.nextInt(40) : 50 + random.nextInt(251);
    }

    /** Writes a lake of just so many parts into an existing directory. */
    public static Lake write(long seed, Path directory, int parts) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        Layout layout = Layout.values()[random.nextInt(Layout.values().length)];
        SmallRows rows = new SmallRows(random.split());
        boolean byDuck = random.nextInt(4) == 0;
        double disorder = random.nextInt(3) == 0 ? random.nextDouble() : 0;
        int rowsAPart = Math.max(1, Math.min(MAX_ROWS / parts, 1 << random.nextInt(12)));
        List<Path> files = new ArrayList<>();
        long total = 0;
        try (Duck duck = new Duck()) {
            for (int part = 0; part < parts; part++) {
                int count = random.nextInt(10) == 0 ? 0 : random.nextInt(2 * rowsAPart);
                total += count;
                long[] keys = keys(layout, part, parts, count, disorder, random);
                Path file = directory.resolve("part-%d-%06d.parquet".formatted(1_767_755_367 + part, part));
                PartWriter writer = writer(rows.schema(), random);
                writer.write(file, rows.make(keys, writer.schema()));
                if (byDuck) {
                    rewrite(duck, file, random);
                }
                files.add(file);
            }
        }
        String description = "lake of seed %d: %d parts, %d rows, %s, disorder %.2f, %s, by %s"
                .formatted(seed, parts, total, layout, disorder, rows, byDuck ? "DuckDB" : "parquet-java");
        return new Lake(seed, files, SmallRows.KEY, total, description);
    }

    /** Keys 0 to about 1,000 a part in steps that leave many ties; {@link SmallRows} maps them to the column's type. */
    private static long[] keys(
            Layout layout, int part, int parts, int count, double disorder, SplittableRandom random) {
        long width = 1 + random.nextInt(1_000);
        long start = switch (layout) {
            case ADJACENT -> part * 1_000L;
            case NEIGHBOURS_OVERLAP -> part * 700L;
            case SCATTERED, ALL_KEYS_EQUAL -> 0;
            case REVERSED -> (parts - part) * 1_000L;
        };
        long span = switch (layout) {
            case ALL_KEYS_EQUAL -> 1;
            case SCATTERED -> 1 + random.nextInt(1 + parts * 20);
            default -> width;
        };
        long[] keys = random.longs(count, start, start + span).sorted().toArray();
        for (int i = 1; i < count; i++) {
            if (random.nextDouble() < disorder) {
                int other = random.nextInt(i);
                long key = keys[i];
                keys[i] = keys[other];
                keys[other] = key;
            }
        }
        return keys;
    }

    private static PartWriter writer(MessageType schema, SplittableRandom random) {
        MessageType columns = random.nextInt(5) == 0 ? reordered(schema, random) : schema;
        PartWriter writer = PartWriter.of(columns);
        return (random.nextInt(3) == 0 ? writer.pagesV2() : writer)
                .codec(CODECS.get(random.nextInt(CODECS.size())))
                .dictionary(random.nextInt(3) > 0)
                .pages(256 << random.nextInt(12), 1 << (3 + random.nextInt(10)))
                .rowGroups(Long.MAX_VALUE, 1 << (5 + random.nextInt(8)))
                .checksums(random.nextBoolean());
    }

    private static MessageType reordered(MessageType schema, SplittableRandom random) {
        List<Type> fields = new ArrayList<>(schema.getFields());
        Collections.rotate(fields, random.nextInt(fields.size()));
        return new MessageType(schema.getName(), fields);
    }

    /** Writes the part anew by DuckDB, which has encodings, page sizes and statistics of its own. */
    private static void rewrite(Duck duck, Path file, SplittableRandom random) {
        Path original = file.resolveSibling(file.getFileName() + ".tmp");
        String codec = CODECS.get(random.nextInt(CODECS.size())).name();
        try {
            Files.move(file, original);
            duck.run("COPY (FROM read_parquet(%s, hive_partitioning = false)) TO %s (FORMAT parquet, COMPRESSION %s)"
                    .formatted(Duck.text(original.toString()), Duck.text(file.toString()), codec));
            Files.delete(original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
