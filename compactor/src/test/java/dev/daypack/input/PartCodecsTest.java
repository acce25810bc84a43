package dev.daypack.input;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flat parts of every codec, packed. DuckDB, which does not read all of them, is shown the same rows in its own parts.
 */
class PartCodecsTest {

    private static final PartWriter WRITER = PartWriter.of(
                    required(INT64, "ts_event"),
                    optional(DOUBLE, "price"),
                    optional(BINARY, stringType(), "text"),
                    required(BINARY, "noise"),
                    optional(INT32, "nothing"))
            .pages(900_000, 30_000);

    @TempDir
    Path directory;

    @Test
    void everyCodecOfParquetJavaIsRead() throws Exception {
        for (CompressionCodecName codec : List.of(
                CompressionCodecName.UNCOMPRESSED,
                CompressionCodecName.SNAPPY,
                CompressionCodecName.GZIP,
                CompressionCodecName.ZSTD,
                CompressionCodecName.LZ4_RAW,
                CompressionCodecName.LZ4)) {
            for (boolean dictionary : new boolean[] {true, false}) {
                PartWriter writer = WRITER.codec(codec).dictionary(dictionary);
                packAndCompare(codec.getParquetCompressionCodec(), (file, rows) -> writer.write(file, rows));
                packAndCompare(
                        codec.getParquetCompressionCodec(),
                        (file, rows) -> writer.pagesV2WithDeltas().write(file, rows));
            }
        }
    }

    /** As Arrow C++ wrote the codec LZ4 before it knew Hadoop's frames. */
    @Test
    void bareBlocksThatAreCalledLz4AreRead() throws Exception {
        PartWriter writer = WRITER.codec(CompressionCodecName.LZ4_RAW);
        packAndCompare(CompressionCodec.LZ4, (file, rows) -> {
            Path raw = writer.write(file.resolveSibling("raw-" + file.getFileName()), rows);
            Path renamed = PatchedFile.footer(
                    raw,
                    footer -> footer.getRow_groups()
                            .forEach(group -> group.getColumns()
                                    .forEach(chunk -> chunk.getMeta_data().setCodec(CompressionCodec.LZ4))));
            return rename(renamed, file);
        });
    }

    @Test
    void everyCodecOfDuckDbIsRead() throws Exception {
        for (CompressionCodec codec : List.of(
                CompressionCodec.SNAPPY,
                CompressionCodec.GZIP,
                CompressionCodec.ZSTD,
                CompressionCodec.LZ4_RAW,
                CompressionCodec.BROTLI)) {
            for (String version : List.of("V1", "V2")) {
                packAndCompare(codec, (file, rows) -> {
                    Path plain = WRITER.write(file.resolveSibling("plain-" + file.getFileName()), rows);
                    try (Duck duck = new Duck()) {
                        duck.run("COPY (SELECT * FROM %s) TO %s (FORMAT parquet, COMPRESSION %s, PARQUET_VERSION %s)"
                                .formatted(Duck.text(plain.toString()), Duck.text(file.toString()), codec, version));
                    }
                    return file;
                });
            }
        }
    }

    private void packAndCompare(CompressionCodec codec, BiFunction<Path, List<Object[]>, Path> writer)
            throws Exception {
        List<Path> parts = new ArrayList<>();
        List<Path> twins = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<Object[]> rows = rows(i);
            parts.add(writer.apply(directory.resolve("part-" + i + ".parquet"), rows));
            twins.add(WRITER.write(directory.resolve("twin-" + i + ".parquet"), rows));
        }
        assertEquals(Set.of(codec.toString()), codecs(parts));
        Path output = directory.resolve("out.parquet");
        LocalPacker.usual().pack(parts, output);
        DuckOracle.usual().check(twins, output);
        Files.delete(output);
    }

    private static Set<String> codecs(List<Path> parts) {
        Set<String> codecs = new TreeSet<>();
        for (Path part : parts) {
            ParquetJava.chunks(part)
                    .forEach(chunk -> codecs.add(chunk.getMeta_data().getCodec().toString()));
        }
        return codecs;
    }

    /** Enough that some pages exceed the buffers of Hadoop's codecs, which have 64 and 256 KiB. */
    private static List<Object[]> rows(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            rows.add(PartWriter.row(
                    1_000L + i + random.nextInt(50),
                    random.nextInt(5) == 0 ? null : random.nextInt(400) / 4.0,
                    random.nextInt(7) == 0 ? null : "text " + random.nextInt(900),
                    noise,
                    null));
        }
        return rows;
    }

    private static Path rename(Path from, Path to) {
        try {
            return Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
