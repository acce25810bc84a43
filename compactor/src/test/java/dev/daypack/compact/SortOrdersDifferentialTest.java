package dev.daypack.compact;

import static dev.daypack.testing.PartWriter.column;
import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
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
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import dev.daypack.input.NullKeys;
import dev.daypack.input.SortOrder;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type of sort column, in both directions, with nulls first and last, alone and together, as DuckDB sorts. */
class SortOrdersDifferentialTest {

    /** Columns without nulls, and with. */
    private static final List<String> REQUIRED = List.of("ts", "count");

    private static final List<String> NULLABLE = List.of(
            "name",
            "bytes",
            "uuid",
            "dec9",
            "dec18",
            "dec_fixed",
            "dec_bytes",
            "flag",
            "single",
            "real",
            "u32",
            "half",
            "old");

    private static final PartWriter WRITER = PartWriter.of(
            required(INT64, "ts"),
            optional(BINARY, stringType(), "name"),
            optional(BINARY, "bytes"),
            column(FIXED_LEN_BYTE_ARRAY, Repetition.OPTIONAL, 16, uuidType(), "uuid"),
            optional(INT32, decimalType(2, 9), "dec9"),
            optional(INT64, decimalType(4, 18), "dec18"),
            column(FIXED_LEN_BYTE_ARRAY, Repetition.OPTIONAL, 9, decimalType(3, 20), "dec_fixed"),
            optional(BINARY, decimalType(3, 30), "dec_bytes"),
            optional(BOOLEAN, "flag"),
            optional(FLOAT, "single"),
            optional(DOUBLE, "real"),
            optional(INT32, intType(32, false), "u32"),
            column(FIXED_LEN_BYTE_ARRAY, Repetition.OPTIONAL, 2, float16Type(), "half"),
            optional(INT96, "old"),
            required(INT32, "count"));

    private static final double[] REALS = {
        0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-300, -7
    };

    @TempDir
    Path directory;

    @Test
    void everyColumnInEveryDirectionWithNulls() throws IOException {
        List<Path> parts = lake(1, 7, 60, 4);
        for (String name : NULLABLE) {
            boolean isFirst = name.length() % 2 == 0;
            check(parts, name, isFirst ? NullKeys.FIRST : NullKeys.LAST);
            check(parts, name + " desc", isFirst ? NullKeys.LAST : NullKeys.FIRST);
        }
    }

    @Test
    void everyColumnInEveryDirectionWithoutNulls() throws IOException {
        List<Path> parts = lake(2, 5, 60, Integer.MAX_VALUE);
        for (List<String> names : List.of(NULLABLE, REQUIRED)) {
            for (String name : names) {
                boolean isDescending = name.length() % 2 == 0;
                check(parts, name + (isDescending ? " desc" : ""), NullKeys.values()[name.length() % 3]);
            }
        }
    }

    @Test
    void severalColumnsTogether() throws IOException {
        List<Path> parts = lake(3, 12, 80, 5);
        check(parts, "ts, name desc", NullKeys.LAST);
        check(parts, "ts desc, name", NullKeys.FIRST);
        check(parts, "ts, count desc", NullKeys.REJECT);
        for (long seed = 0; seed < 8; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> names = new ArrayList<>(NULLABLE);
            names.addAll(REQUIRED);
            names.sort(Comparator.comparing(name -> name.hashCode() * 31L ^ random.nextInt(3)));
            String order = names.stream()
                    .skip(random.nextInt(8))
                    .limit(2 + random.nextInt(3))
                    .map(name -> name + (random.nextBoolean() ? " desc" : ""))
                    .collect(Collectors.joining(","));
            check(parts, order, random.nextBoolean() ? NullKeys.FIRST : NullKeys.LAST);
        }
    }

    @Test
    void lakesOfOneToSixtyParts() throws IOException {
        for (int parts : new int[] {1, 2, 60}) {
            check(lake(10 + parts, parts, 40, 6), "name, real desc", NullKeys.LAST);
            check(lake(100 + parts, parts, 40, 6), "dec_bytes desc, ts", NullKeys.FIRST);
        }
    }

    /** More bytes of keys than are held: the part in order is streamed, the other sorted. */
    @Test
    void largeSourcesInOrderAndOutOfOrder() {
        List<Path> parts = new ArrayList<>();
        try (Duck duck = new Duck()) {
            for (String order : new String[] {"name, i DESC", "hash(i)"}) {
                Path file = directory.resolve("large" + parts.size() + ".parquet");
                duck.run(("COPY (SELECT 'key-' || lpad((i * 7 %% 40000)::VARCHAR, 9, '0') || repeat('x', i %% 40)"
                                + " AS name, i %% 1000 AS i, i %% 7 AS rest FROM range(120000) t(i) ORDER BY %s) TO %s"
                                + " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 10000000)")
                        .formatted(order, Duck.text(file.toString())));
                parts.add(file);
            }
        }
        pack(parts, "name, i desc", NullKeys.LAST, LocalPacker.usual().cut(50_000, 20_000));
    }

    private void check(List<Path> parts, String order, NullKeys nulls) {
        pack(parts, order, nulls, LocalPacker.usual().cut(64 << order.length() % 4, 10 + order.length()));
    }

    private void pack(List<Path> parts, String order, NullKeys nulls, LocalPacker packer) {
        Path output = directory.resolve("out.parquet");
        SortOrder sortOrder = SortOrder.of(order, nulls);
        String sql = sortOrder.terms().terms().stream()
                .map(term -> Duck.name(term.name())
                        + (term.isDescending() ? " DESC" : " ASC")
                        + (nulls == NullKeys.FIRST ? " NULLS FIRST" : " NULLS LAST"))
                .collect(Collectors.joining(", "));
        try {
            packer.order(sortOrder).pack(parts, output);
            DuckOracle.ordered(sortOrder.firstName().orElseThrow(), sql).check(parts, output);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(parts.size() + " parts by " + sortOrder + ": " + e, e);
        }
    }

    /** Parts with few distinct values, sorted, nearly sorted or not at all, in pages of any length. */
    private List<Path> lake(long seed, int parts, int rows, int nullEvery) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path lake = Files.createDirectories(directory.resolve("lake-" + seed));
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<Object[]> content = new ArrayList<>();
            for (int i = random.nextInt(2); i < rows; i++) {
                content.add(values(random, nullEvery));
            }
            if (random.nextBoolean()) {
                content.sort(Comparator.comparing((Object[] values) -> (Long) values[0]));
            }
            files.add(WRITER.dictionary(random.nextBoolean())
                    .pages(300 << random.nextInt(6), 5 + random.nextInt(30))
                    .rowGroups(Long.MAX_VALUE, 25 + random.nextInt(rows))
                    .write(lake.resolve("part-%03d.parquet".formatted(part)), content));
        }
        return files;
    }

    private static Object[] values(SplittableRandom random, int nullEvery) {
        Object[] values = row(
                random.nextLong(-20, 20),
                "n" + "\u00e9\u0000z".repeat(random.nextInt(3)) + (random.nextBoolean() ? "" : random.nextInt(3)),
                random.nextInt(4) == 0 ? new byte[random.nextInt(3)] : bytes(random, random.nextInt(12)),
                bytes(random, 16),
                random.nextInt(-300, 300),
                random.nextLong(-5, 5) * 1_000_000_000_000L,
                fixed(number(random, 66), 9),
                number(random, 90).toByteArray(),
                random.nextBoolean(),
                (float) REALS[random.nextInt(REALS.length)],
                REALS[random.nextInt(REALS.length)],
                random.nextInt(),
                new byte[] {(byte) (random.nextInt(3) * 100), (byte) (random.nextInt(-1, 3) * 60)},
                int96(2_440_588 + random.nextInt(-3, 4), random.nextLong(-3, 90_000) * 1_000_000_000),
                random.nextInt(50));
        for (int i = 1; i < values.length - 1; i++) {
            if (random.nextInt(nullEvery) == 0) {
                values[i] = null;
            }
        }
        return values;
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(4) - 1);
        }
        return bytes;
    }

    private static byte[] int96(int day, long nanos) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .putInt(day)
                .array();
    }

    private static BigInteger number(SplittableRandom random, int bits) {
        BigInteger power = BigInteger.ONE.shiftLeft(random.nextInt(bits));
        BigInteger number = power.subtract(BigInteger.valueOf(random.nextInt(3)));
        return random.nextBoolean() ? number : number.negate();
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] least = number.toByteArray();
        Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(least, 0, bytes, length - least.length, least.length);
        return bytes;
    }
}
