package dev.daypack.output;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.AlikeParts;
import dev.daypack.compact.LocalPacker;
import dev.daypack.compact.TableMerge;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PageWalk;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.SmallLakes;
import dev.daypack.testing.SmallLakes.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of output files, and the truth of what they say of themselves. */
class OutputFileTest {

    private static final LocalPacker PACKER = LocalPacker.usual();

    @TempDir
    Path directory;

    @Test
    void everyClaimOfTheFooterIsTrueForGeneratedLakes() throws IOException {
        for (long seed = 40; seed < 52; seed++) {
            Path place = Files.createDirectory(directory.resolve("lake" + seed));
            Lake lake = SmallLakes.write(seed, place, 2);
            SplittableRandom random = new SplittableRandom(seed);
            Path output = place.resolve("out.parquet");
            try {
                PACKER.cut(100 << random.nextInt(5), 20 << random.nextInt(4)).pack(AlikeParts.of(lake.parts()), output);
                FooterClaims.check(output, lake.orderColumn());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(lake + ": " + e, e);
            }
        }
    }

    @Test
    void everyClaimOfTheFooterIsTrueForValuesThatAreHardToBound() {
        Path output = hardToBound();
        FooterClaims.check(output, "ts_event");
        // The second half of every column of the part is null, and it has pages of its own.
        assertEquals(Set.of("nan", "decimal", "long text"), ParquetJava.withoutColumnIndex(output));
    }

    private Path hardToBound() {
        PartWriter writer = PartWriter.of(
                required(INT64, "ts_event"),
                optional(DOUBLE, "nan"),
                optional(DOUBLE, "zero"),
                optional(FLOAT, "plus zero"),
                optional(FLOAT, "minus zero"),
                optional(INT32, intType(32, false), "unsigned"),
                optional(INT64, intType(64, false), "unsigned long"),
                optional(INT32, intType(8, false), "unsigned byte"),
                optional(BOOLEAN, "flag"),
                optional(BINARY, stringType(), "text"),
                optional(BINARY, stringType(), "long text"),
                optional(BINARY, "bytes"),
                optional(BINARY, decimalType(2, 9), "decimal"),
                PartWriter.column(FIXED_LEN_BYTE_ARRAY, Repetition.OPTIONAL, 16, uuidType(), "uuid"),
                optional(DOUBLE, "infinite"));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] uuid = new byte[16];
            uuid[0] = (byte) (i * 37);
            Object[] row = row(
                    (long) i,
                    i == 150 ? Double.NaN : i / 2.0,
                    i % 2 == 0 ? 0.0 : -0.0,
                    0.0f,
                    -0.0f,
                    i * 0x01234567,
                    i * 0x0123456789abcdefL,
                    i % 256,
                    i < 100,
                    "t" + (i % 5 == 0 ? "\u00e9" : i % 7 == 0 ? "\ud83d\ude00" : "z") + i,
                    "x".repeat(i == 60 ? 65 : 64),
                    new byte[] {(byte) i, (byte) (i >> 8)},
                    new byte[] {(byte) i},
                    uuid,
                    i % 3 == 0 ? Double.NEGATIVE_INFINITY : i % 3 == 1 ? Double.POSITIVE_INFINITY : Double.MIN_VALUE);
            if (i >= 200) {
                Arrays.fill(row, 1, row.length, null);
            }
            rows.add(row);
        }
        Path part = writer.write(directory.resolve("part.parquet"), rows);
        Path output = directory.resolve("hard.parquet");
        PACKER.cut(300, 50).pack(List.of(part), output);
        DuckOracle.usual().check(List.of(part), output);
        return output;
    }

    @Test
    void duckDbFiltersByTheStatisticsToTheRightRows() {
        Path output = hardToBound();
        try (Duck duck = new Duck()) {
            String file = "read_parquet(" + Duck.text(output.toString()) + ")";
            duck.run("CREATE TABLE plain AS FROM " + file);
            for (String filter : List.of(
                    "ts_event BETWEEN 120 AND 130",
                    "seq = 333",
                    "nan = 'NaN'::DOUBLE",
                    "nan > 90",
                    "zero = 0",
                    "\"plus zero\" < 0 OR \"plus zero\" >= 0",
                    "\"plus zero\" = -0.0::FLOAT",
                    "\"minus zero\" = 0.0::FLOAT",
                    "unsigned > 4000000000",
                    "unsigned < 1000000",
                    "\"unsigned long\" > 18000000000000000000",
                    "\"unsigned byte\" >= 200",
                    "flag",
                    "NOT flag",
                    "text > 't\u00e9'",
                    "text = 't\ud83d\ude0077'",
                    "text IS NULL",
                    "\"long text\" > repeat('x', 64)",
                    "bytes = '\\xC7\\x00'::BLOB",
                    "decimal < -1.0",
                    "decimal > 1.0",
                    "infinite = 'Infinity'::DOUBLE",
                    "infinite < -1e300",
                    "infinite BETWEEN 0 AND 1")) {
                assertEquals(
                        duck.rows("SELECT count(*), sum(seq) FROM plain WHERE " + filter),
                        duck.rows("SELECT count(*), sum(seq) FROM " + file + " WHERE " + filter),
                        filter);
            }
        }
    }

    @Test
    void seqIsRequiredAndStandsRightAfterTheSortColumn() {
        Path part = PartWriter.of(
                        optional(DOUBLE, "price"), optional(INT64, "ts_event"), optional(BINARY, stringType(), "text"))
                .write(directory.resolve("part.parquet"), row(1.5, 2L, "b"), row(2.5, 1L, "a"));
        Path output = directory.resolve("out.parquet");
        PACKER.seqColumn("number").pack(List.of(part), output);
        List<SchemaElement> schema = ParquetJava.footer(output).getSchema();
        assertEquals(
                List.of("price", "ts_event", "number", "text"),
                schema.stream().skip(1).map(SchemaElement::getName).toList());
        assertEquals(Type.INT64, schema.get(3).getType());
        assertEquals(FieldRepetitionType.REQUIRED, schema.get(3).getRepetition_type());
        assertEquals(List.of(List.of("ts_event", "number")), ParquetJava.sortingColumns(output));
        assertEquals(
                List.of(
                        Map.of("price", 2.5, "ts_event", 1L, "number", 0L, "text", "a"),
                        Map.of("price", 1.5, "ts_event", 2L, "number", 1L, "text", "b")),
                ParquetJava.rows(output));
    }

    @Test
    void theResultTellsSizeAndHashOfTheFile() throws Exception {
        Path part = PartWriter.of(required(INT64, "ts_event"))
                .keyValues(Map.of("origin", "of the part"))
                .write(directory.resolve("part.parquet"), row(7L), row(9L));
        Path output = directory.resolve("out.parquet");
        TableMerge.Result result = PACKER.keyValues(Map.of("a", "1", "b", "")).pack(List.of(part), output);
        assertEquals(Files.size(output), result.bytes());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(output));
        assertEquals(HexFormat.of().formatHex(hash), result.sha256());
        assertEquals(Map.of("origin", "of the part", "a", "1", "b", ""), ParquetJava.keyValues(output));
        assertEquals(Optional.of("7"), result.proven().proof().minimum());
        assertEquals(Optional.of("9"), result.proven().proof().maximum());
        assertEquals(Set.of("ts_event"), result.proven().proof().digests().keySet());
    }

    @Test
    void compatibleFilesKeepToPlainAndDictionary() {
        Lake lake = SmallLakes.write(9, directory, 3);
        Path output = directory.resolve("out.parquet");
        LocalPacker packer =
                PACKER.orderBy(lake.orderColumn()).settings(new OutputSettings(500, 1 << 20, 100, 1 << 20, 1, true));
        packer.pack(AlikeParts.of(lake.parts()), output);
        new DuckOracle(lake.orderColumn(), "seq").check(AlikeParts.of(lake.parts()), output);
        Set<Encoding> encodings =
                PageWalk.pages(output).stream().map(PageWalk.Page::encoding).collect(Collectors.toSet());
        assertTrue(EnumSet.of(Encoding.PLAIN, Encoding.RLE_DICTIONARY).containsAll(encodings), encodings.toString());
    }

    @Test
    void withoutRowsThereIsAnEmptyFileWithTheSchema() {
        Path part = PartWriter.of(required(INT64, "ts_event"), optional(DOUBLE, "price"))
                .write(directory.resolve("part.parquet"), List.of());
        Path output = directory.resolve("out.parquet");
        PACKER.pack(List.of(part, part), output);
        FooterClaims.check(output, "ts_event");
        FileMetaData footer = ParquetJava.footer(output);
        assertEquals(0, footer.getRow_groupsSize());
        assertEquals(4, footer.getSchemaSize());
    }
}
