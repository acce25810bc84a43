package dev.daypack.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.demo.DemoLake.Kind;
import dev.daypack.demo.DemoLake.Part;
import dev.daypack.discover.PartitionDay;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PageWalk;
import dev.daypack.testing.ParquetJava;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawLakeTest {

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 1, 26);
    private static final long SEED = 42;
    private static final double SCALE = 0.05;

    @TempDir
    static Path root;

    private static DemoLake lake;
    private static final List<PartitionDay> REPORTED = new ArrayList<>();

    @BeforeAll
    static void writeLake() throws IOException {
        lake = new RawLake(root, LAST_DAY, SEED, SCALE).write((day, done, total) -> {
            REPORTED.add(day);
            assertEquals(REPORTED.size(), done);
            assertEquals(18, total);
        });
    }

    @Test
    void eighteenPartitionDaysAreWrittenAndReportedInOrder() {
        assertEquals(18, lake.rowsByPartitionDay().size());
        assertEquals(18, REPORTED.size());
        assertEquals(
                REPORTED.stream().map(PartitionDay::date).sorted().toList(),
                REPORTED.stream().map(PartitionDay::date).toList());
        assertEquals(List.of(LAST_DAY.minusDays(2), LAST_DAY.minusDays(1), LAST_DAY), lake.days());
    }

    @Test
    void theFilesAreThoseTheRecordNames() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> root.relativize(file).toString())
                    .filter(key -> !key.equals(lake.late().key()))
                    .sorted()
                    .toList();
            assertEquals(lake.delivered().stream().map(Part::key).toList(), found);
        }
        for (Part part : lake.delivered()) {
            assertEquals(
                    part.rows(), ParquetJava.footer(root.resolve(part.key())).getNum_rows(), part.key());
            assertEquals(part.bytes(), Files.size(root.resolve(part.key())), part.key());
            assertTrue(
                    part.key()
                            .matches("exchange=binance/stream=(bbo|trade)/symbol=(btc|eth|sol)usdt/date=\\d{8}"
                                    + "/part-\\d{10}-\\d{6}\\.parquet"),
                    part.key());
        }
    }

    @Test
    void onlyTheUnsortedPartStepsBackInTime() {
        try (Duck duck = new Duck()) {
            List<Path> readable = lake.delivered().stream()
                    .filter(part -> part.kind() != Kind.CORRUPT)
                    .map(part -> root.resolve(part.key()))
                    .toList();
            List<List<String>> unsorted = duck.rows("""
                    SELECT DISTINCT filename FROM (
                        SELECT filename, ts_event,
                            lag(ts_event) OVER (PARTITION BY filename ORDER BY file_row_number) AS before
                        FROM read_parquet(%s, filename = true, file_row_number = true, union_by_name = true,
                            hive_partitioning = false))
                    WHERE ts_event < before""".formatted(Duck.list(readable)));
            assertEquals(List.of(List.of(root.resolve(lake.unsorted().key()).toString())), unsorted);
        }
    }

    @Test
    void eventsLieWithinTheirDayArriveLaterAndHaveTies() {
        Part some = lake.parts().get(0);
        String glob = root.resolve(some.key()).getParent() + "/part-*.parquet";
        try (Duck duck = new Duck()) {
            String sql = """
                    SELECT min(ts_event) >= epoch_ms(d), max(ts_event) < epoch_ms(d + INTERVAL 1 DAY),
                        min(ts_recv - ts_event) > 0, count(*) - count(DISTINCT ts_event) > count(*) / 10, count(*)
                    FROM (SELECT *, DATE '%s' AS d FROM read_parquet(%s, hive_partitioning = false)) GROUP BY d""";
            List<String> facts = duck.rows(sql.formatted(some.partitionDay().date(), Duck.text(glob)))
                    .get(0);
            assertEquals(List.of("true", "true", "true", "true"), facts.subList(0, 4));
            assertEquals(lake.rowsByPartitionDay().get(some.partitionDay()), Long.valueOf(facts.get(4)));
        }
    }

    @Test
    void neighbouringPartsOverlap() {
        String glob = root.resolve(lake.parts().get(0).key()).getParent() + "/part-*.parquet";
        try (Duck duck = new Duck()) {
            long overlaps = duck.number("SELECT count(*) FROM (SELECT min(ts_event) AS low, lag(max(ts_event)) OVER"
                    + " (ORDER BY filename) AS before FROM read_parquet(" + Duck.text(glob)
                    + ", filename = true) GROUP BY filename) WHERE low < before");
            assertTrue(overlaps > 10, overlaps + " overlaps");
        }
    }

    @Test
    void columnsAreThoseOfTheFormatWithTheirAnnotations() {
        try (Duck duck = new Duck()) {
            String common = "[ts_event BIGINT, ts_recv BIGINT, exchange VARCHAR, symbol VARCHAR, stream VARCHAR,"
                    + " stream_version TINYINT, ";
            assertEquals(
                    common + "bid_price DOUBLE, bid_qty DOUBLE, ask_price DOUBLE, ask_qty DOUBLE]",
                    columns(duck, lake.unsorted()));
            assertEquals(
                    common + "price DOUBLE, qty DOUBLE, side TINYINT, trade_id VARCHAR]",
                    columns(duck, lake.corrupt()));
        }
    }

    private static String columns(Duck duck, Part part) {
        String file = Duck.text(root.resolve(part.key()).toString());
        return duck.describe("SELECT * FROM read_parquet(" + file + ", hive_partitioning = false)").stream()
                .map(column -> column.name() + " " + column.type())
                .toList()
                .toString();
    }

    @Test
    void partsLookLikePyarrows() {
        Path file = root.resolve(lake.unsorted().key());
        assertEquals(1, ParquetJava.rowGroupRows(file).size());
        PageWalk.pages(file).forEach(page -> {
            assertFalse(page.hasCrc(), page.toString());
            assertTrue(page.type() == PageType.DICTIONARY_PAGE || page.type() == PageType.DATA_PAGE, page.toString());
            assertEquals(
                    page.type() == PageType.DICTIONARY_PAGE ? Encoding.PLAIN : Encoding.RLE_DICTIONARY,
                    page.encoding());
        });
    }

    @Test
    void theCorruptPartHasAGoodFooterAndABadPage() {
        Path file = root.resolve(lake.corrupt().key());
        assertEquals(lake.corrupt().rows(), ParquetJava.footer(file).getNum_rows());
        assertThrows(RuntimeException.class, () -> ParquetJava.rows(file));
        try (Duck duck = new Duck()) {
            String sql = "SELECT sum(price) FROM read_parquet(" + Duck.text(file.toString()) + ")";
            assertThrows(IllegalStateException.class, () -> duck.rows(sql));
        }
    }

    @Test
    void theLatePartComesOnlyWhenDelivered() throws IOException {
        Path file = root.resolve(lake.late().key());
        assertFalse(Files.exists(file));
        Part delivered = new RawLake(root, LAST_DAY, SEED, SCALE).deliverLatePart();
        assertEquals(lake.late().key(), delivered.key());
        assertEquals(lake.late().rows(), delivered.rows());
        try (Duck duck = new Duck()) {
            String glob = Duck.text(file.getParent() + "/part-*.parquet");
            List<String> ids = duck.rows("SELECT count(DISTINCT id), max(id) - min(id) + 1 FROM"
                            + " (SELECT trade_id::BIGINT AS id FROM read_parquet(" + glob + "))")
                    .get(0);
            assertEquals(ids.get(1), ids.get(0), "with the late part no trade is missing");
        }
        Files.delete(file);
    }

    @Test
    void everyDayHasItsQualityWindows() throws IOException {
        for (LocalDate day : lake.days()) {
            try (Stream<Path> windows =
                    Files.list(root.resolve("quality/date=" + day.toString().replace("-", "")))) {
                List<Path> found = windows.toList();
                assertEquals(96, found.size());
                long degraded = 0;
                for (Path window : found) {
                    degraded += Files.readString(window).contains("\"DEGRADED\"") ? 1 : 0;
                }
                assertEquals(day.equals(lake.degradedDay()) ? 12 : 0, degraded, day.toString());
            }
        }
    }

    @Test
    void equalSeedsGiveEqualBytesAndOthersDoNot(@TempDir Path again, @TempDir Path other) throws IOException {
        Part one = new RawLake(root, LAST_DAY, SEED, SCALE).deliverLatePart();
        byte[] bytes = Files.readAllBytes(root.resolve(one.key()));
        Files.delete(root.resolve(one.key()));
        Part two = new RawLake(again, LAST_DAY, SEED, SCALE).deliverLatePart();
        assertArrayEquals(bytes, Files.readAllBytes(again.resolve(two.key())));
        Part three = new RawLake(other, LAST_DAY, SEED + 1, SCALE).deliverLatePart();
        assertFalse(Arrays.equals(bytes, Files.readAllBytes(other.resolve(three.key()))));
        assertTrue(one.rows() > 0);
    }

    /** Hadoop is on the class path of tests but not in the jar; this runs the writer without it. */
    @Test
    void partsAreWrittenWithoutHadoop(@TempDir Path place) throws Exception {
        try (URLClassLoader withoutHadoop =
                new URLClassLoader(classPathWithoutHadoop(), ClassLoader.getPlatformClassLoader())) {
            assertThrows(
                    ClassNotFoundException.class,
                    () -> withoutHadoop.loadClass("org.apache.hadoop.conf.Configuration"));
            Class<?> type = withoutHadoop.loadClass(RawLake.class.getName());
            Constructor<?> constructor = type.getConstructor(Path.class, LocalDate.class, long.class, double.class);
            Object lakeThere = constructor.newInstance(place, LAST_DAY, SEED, SCALE);
            type.getMethod("deliverLatePart").invoke(lakeThere);
        }
        assertEquals(
                lake.late().rows(),
                ParquetJava.rows(place.resolve(lake.late().key())).size());
    }

    private static URL[] classPathWithoutHadoop() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("hadoop-")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
