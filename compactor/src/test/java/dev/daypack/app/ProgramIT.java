package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.demo.DemoLake;
import dev.daypack.demo.RawLake;
import dev.daypack.testing.Canaries;
import dev.daypack.testing.Duck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a process of its own, on a demo lake with one corrupt part: exit codes, signals and kills. */
@Timeout(600)
class ProgramIT {

    private static final Path JAR = Path.of(System.getProperty("daypack.jar"));
    private static final int PARTITION_DAYS = 18;

    /** Not yesterday, so that midnight may come while the program runs. */
    private static final LocalDate LAST = LocalDate.now(ZoneOffset.UTC).minusDays(2);

    @TempDir
    private static Path shared;

    private static DemoLake demo;
    private static Map<String, String> rawBefore;

    @TempDir
    private Path directory;

    private SmallLake lake;
    private Process process;

    @BeforeAll
    static void makeLake() throws IOException {
        demo = new RawLake(shared.resolve("raw"), LAST, 11, 0.3).write((day, done, total) -> {});
        rawBefore = SmallLake.fingerprint(demo.root());
    }

    @BeforeEach
    void open() {
        lake = new SmallLake(directory, demo.root());
        String before = SmallLake.basic(demo.days().get(0).minusDays(1));
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"" + before + "\"}");
    }

    @AfterEach
    void nothingStaysBehindAndNoPartIsTouched() {
        if (process != null) {
            process.destroyForcibly();
            Canaries.assertSilent("the program", said());
        }
        assertEquals(rawBefore, SmallLake.fingerprint(demo.root()));
    }

    private void start(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        words.addAll(Arrays.asList(command.split(" ", -1)));
        words.addAll(List.of(
                "--raw",
                lake.raw.toUri().toString(),
                "--compact",
                lake.compact.toUri().toString()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().put("DAYPACK_LEASE_TTL", "3s");
        builder.environment().putAll(Canaries.environment());
        builder.environment().putAll(lake.environment);
        process = builder.start();
    }

    private int run(String command) throws IOException, InterruptedException {
        start(command);
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), () -> command + " did not end: " + said());
        return process.exitValue();
    }

    private String said() {
        return SmallLake.text(directory.resolve("said"));
    }

    private void await(String text) throws InterruptedException {
        while (!said().contains(text)) {
            assertTrue(process.isAlive(), () -> text + " is not in " + said());
            Thread.sleep(5);
        }
    }

    /** One run to the end, and all that can be packed is, and is right. */
    private void finish() throws IOException, InterruptedException {
        int code = quarantineIsKnown() ? 0 : 1;
        assertEquals(code, run("catch-up"), this::said);
        assertEquals(PARTITION_DAYS - 1, lake.check().published().size(), this::said);
        assertEquals(
                SmallLake.basic(LAST), lake.state().path("last_compacted_date").asText());
        assertEquals(PARTITION_DAYS, lake.state().path("partitions").size());
        // Who was killed while he looked at a day that is done left his lease to the next who looks at it.
        List<String> objects = SmallLake.below(lake.compact).stream()
                .filter(name -> !name.startsWith("compacted/locks/"))
                .toList();
        assertEquals(3 * (PARTITION_DAYS - 1) + 1, objects.size(), objects::toString);
        assertEquals(0, run("catch-up"), this::said);
        assertTrue(said().contains("nothing to do"), this::said);
    }

    /**
     * Three runs that were killed in a row over the same day, as they are where the first day takes long, set it apart:
     * it is packed when somebody says so.
     */
    private void settle() throws IOException, InterruptedException {
        int code = run("catch-up");
        assertTrue(code == 0 || code == 1, this::said);
        boolean isSetApart = lake.state().path("partitions").properties().stream()
                .anyMatch(entry -> entry.getValue().path("error_type").asText().equals("poison"));
        if (isSetApart) {
            assertEquals(1, run("catch-up --retry-quarantine"), this::said);
        }
    }

    /** A killed run may have got so far as to record the corrupt part's day; the next one has no news of it then. */
    private boolean quarantineIsKnown() {
        return lake.state().path("partitions").properties().stream()
                .anyMatch(entry -> entry.getValue().path("status").asText().equals("quarantine"));
    }

    /** Every file that is visible can be read to its last row, whenever one looks. */
    private void assertWhole() {
        lake.checkDocuments();
        List<String> published = lake.published();
        if (!published.isEmpty()) {
            String files = Duck.text(lake.compact + "/exchange=*/*/*/*/data.parquet");
            try (Duck duck = new Duck()) {
                String all = "read_parquet(%s, union_by_name = true, hive_partitioning = false)".formatted(files);
                assertEquals(
                        1, duck.rows("SELECT sum(hash(COLUMNS(*))) FROM " + all).size());
            }
        }
    }

    @Test
    void exitCodesTellHowItEnded() throws IOException, InterruptedException {
        assertEquals(2, run("catch-up --overwrite"), this::said);
        assertEquals(2, run("dayly"), this::said);
        Path raw = lake.raw;
        lake = new SmallLake(directory, directory.resolve("other"));
        Files.delete(lake.raw);
        assertEquals(3, run("catch-up"), this::said);
        assertEquals(1, said().lines().count(), this::said);
        lake = new SmallLake(directory, raw);
        finish();
        assertEquals(1, run("catch-up --retry-quarantine"), this::said);
    }

    @Test
    void sigtermStopsItCleanlyAndTheNextRunTakesUpTheRest() throws IOException, InterruptedException {
        // Compression that takes its time, so that the signal comes in the midst of the work.
        lake.environment.put("DAYPACK_ZSTD_LEVEL", "19");
        start("catch-up");
        await("outcome=success");
        process.destroy();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), this::said);
        assertEquals(4, process.exitValue(), this::said);
        assertTrue(said().contains("interrupted: what is published is whole"), this::said);
        assertWhole();
        int published = lake.published().size();
        assertTrue(published >= 1 && published < PARTITION_DAYS - 1, this::said);
        long recorded = lake.state().path("partitions").properties().stream()
                .filter(entry -> entry.getValue().path("status").asText().equals("success"))
                .count();
        assertEquals(published, recorded, this::said);
        assertEquals(List.of(), SmallLake.below(lake.compact.resolve("compacted/locks")), "leases are given back");
        lake.environment.clear();
        finish();
    }

    @Test
    void killsAtAnyMomentLeaveNothingWrong() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        lake.environment.put("DAYPACK_ZSTD_LEVEL", "15");
        for (int cycle = 0; cycle < 5; cycle++) {
            start("catch-up --recheck-days 5");
            await("planned");
            Thread.sleep(random.nextInt(1_500));
            process.destroyForcibly().waitFor();
            assertWhole();
        }
        try {
            settle();
            finish();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void serveRunsOnTimeAndStopsOnSigterm() throws IOException, InterruptedException {
        lake.environment.put("DAYPACK_SCHEDULE_CRON", "* * * * * ?");
        start("serve");
        await("schedule: next run at ");
        await(PARTITION_DAYS + " planned = " + (PARTITION_DAYS - 1) + " success + 1 quarantine");
        await("nothing to do");
        process.destroy();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), this::said);
        assertEquals(0, process.exitValue(), this::said);
        assertEquals(PARTITION_DAYS - 1, lake.check().published().size(), this::said);
        assertEquals(List.of(), SmallLake.below(lake.compact.resolve("compacted/locks")));
    }
}
