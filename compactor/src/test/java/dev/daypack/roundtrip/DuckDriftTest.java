package dev.daypack.roundtrip;

import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Parts of DuckDB whose schemas differ come out as DuckDB's own {@code union_by_name} reads them. */
class DuckDriftTest {

    private static final int TRIPS = 24;
    private static final int MOST_ROWS = 60;

    /** By column: SQL of a hash {@code $h} in forms that go together, whichever parts have them. */
    private static final Map<String, List<String>> COLUMNS = new TreeMap<>(Map.of(
            "signed", List.of("v_tinyint($h)", "v_smallint($h)", "v_integer($h)", "v_bigint($h)"),
            "unsigned", List.of("v_utinyint($h)", "v_usmallint($h)", "v_uinteger($h)", "v_ubigint($h)"),
            "mixed", List.of("v_utinyint($h)", "v_bigint($h)", "v_uinteger($h)"),
            "real", List.of("v_float($h)", "v_double($h)"),
            "price", List.of("v_decimal4($h)::DECIMAL(6, 2)", "v_decimal9($h)", "v_decimal9($h)::DECIMAL(16, 2)"),
            "text", List.of("v_varchar($h)"),
            "struct",
                    List.of("{'a': v_tinyint($h)}", "{'a': v_bigint($h), 'b': v_varchar($h)}", "{'b': v_varchar($h)}"),
            "list", List.of("[v_smallint($h), NULL]", "[v_integer($h)]"),
            "legs", List.of("[{'p': v_float($h)}]", "[{'p': v_double($h), 'q': v_date($h)}, NULL]"),
            "map", List.of("map(['k', 'l'], [v_utinyint($h), 1])", "map(['k'], [v_usmallint($h)])")));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> partsOfDifferentSchemasUniteAsInDuckDb() {
        return Trips.seeds(TRIPS).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> make(seed)));
    }

    private void make(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Path> parts = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        Path output = directory.resolve("out-" + seed + ".parquet");
        try (Duck duck = new Duck()) {
            DuckTrip.define(duck);
            for (int rank = 0; rank < 2 + random.nextInt(3); rank++) {
                Path part = directory.resolve("part-%d-%d.parquet".formatted(seed, rank));
                queries.add(query(random));
                DuckForm form = DuckForm.of(random.nextInt(DuckForm.COMBINATIONS), false, random);
                form.write(duck, queries.get(rank), part);
                parts.add(part);
            }
            Trips.packer(1 + random.nextInt(100), 1 + random.nextInt(50)).pack(parts, output);
            DuckOracle.usual().check(parts, output);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    e + "\n  again with -Ddaypack.trip=" + seed + "\n  " + String.join("\n  ", queries), e);
        }
    }

    private static String query(SplittableRandom random) {
        List<String> columns = new ArrayList<>();
        COLUMNS.forEach((name, forms) -> {
            if (random.nextInt(5) > 0) {
                String value = forms.get(random.nextInt(forms.size()));
                String nulls = random.nextBoolean() ? value : "thinned($h + 1, 30, " + value + ")";
                String hash = "hash(i, %d)".formatted(random.nextInt(1_000));
                columns.add(nulls.replace("$h", hash) + " AS " + name);
            }
        });
        columns.add(random.nextInt(columns.size() + 1), "(1000 + i // 2)::BIGINT AS ts_event");
        return "SELECT %s FROM range(%d) t(i)".formatted(String.join(", ", columns), random.nextInt(MOST_ROWS));
    }
}
