package dev.daypack.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QualityReaderTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 26);
    private static final String PREFIX = "quality/date=20260126/";

    private final FakeStore store = new FakeStore();
    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
    }

    @Test
    void aDayWithoutWindowsIsEmpty() {
        store.with("quality/date=20260125/window=0000.json", at("2026-01-25T00:00:00Z"));
        assertEquals(List.of(), reader(4).read(DAY));
        assertEquals(PREFIX, reader(4).dayPrefix(DAY));
    }

    @Test
    void windowsComeInTheOrderOfTimeWhateverTheirNames() {
        store.with(PREFIX + "a.json", at("2026-01-26T12:00:00Z"))
                .with(PREFIX + "b.json", at("2026-01-26T00:00:00Z"))
                .with(PREFIX + "d.json", at("2026-01-26T06:00:00Z"))
                .with(PREFIX + "c.json", at("2026-01-26T06:00:00Z"));
        List<String> keys = reader(4).read(DAY).stream().map(Window::key).toList();
        assertEquals(List.of(PREFIX + "b.json", PREFIX + "c.json", PREFIX + "d.json", PREFIX + "a.json"), keys);
    }

    @Test
    void onlyJsonFilesOfTheDayItselfAreWindows() {
        byte[] broken = {'x'};
        store.with(PREFIX + "window=0000.json", at("2026-01-26T00:00:00Z"))
                .with(PREFIX + "window=0015.json.tmp", broken)
                .with(PREFIX + ".window=0015.json", broken)
                .with(PREFIX + "sub/window=0015.json", broken)
                .with("quality/date=202601260/window=0015.json", broken)
                .with(PREFIX + "README", broken);
        assertEquals(1, reader(4).read(DAY).size());
    }

    @Test
    void manyWindowsAreReadAtOnceButNeverMoreThanAllowed() {
        CountDownLatch threeAtOnce = new CountDownLatch(3);
        store.beforeRead(key -> {
            threeAtOnce.countDown();
            await(threeAtOnce);
        });
        fill(96);
        assertEquals(96, reader(3).read(DAY).size());
        assertEquals(3, store.mostReading());
    }

    @Test
    void anExecutorThatNeverRunsAnythingCostsOnlySpeed() {
        fill(20);
        List<Runnable> neverRun = new ArrayList<>();
        QualityReader reader = new QualityReader(store, "quality/", neverRun::add, 4);
        assertEquals(20, reader.read(DAY).size());
        neverRun.forEach(Runnable::run);
    }

    @Test
    void readingFromWithinTheOnlyThreadOfTheExecutorDoesNotBlock() throws Exception {
        fill(20);
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            QualityReader reader = new QualityReader(store, "quality/", one, 4);
            assertEquals(
                    20,
                    one.submit(() -> reader.read(DAY))
                            .get(300, TimeUnit.SECONDS)
                            .size());
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void oneBrokenWindowFailsTheDay() {
        fill(40);
        store.with(PREFIX + "w017.json", "{\"window_start\": 3}".getBytes(StandardCharsets.UTF_8));
        assertRefused(PREFIX + "w017.json", "window_start");
    }

    @Test
    void ofSeveralBrokenWindowsTheFirstByKeyIsReported() {
        fill(40);
        for (int round = 0; round < 20; round++) {
            store.with(PREFIX + "w005.json", new byte[0]).with(PREFIX + "w006.json", new byte[0]);
            store.with(PREFIX + "w030.json", new byte[0]);
            assertRefused(PREFIX + "w005.json", "the document");
        }
    }

    @Test
    void aWindowOfMoreThanOneMebibyteIsRefusedBeforeItIsRead() {
        fill(3);
        store.claimSize(PREFIX + "w001.json", QualityReader.MAX_WINDOW_BYTES + 1L);
        store.beforeRead(key -> assertTrue(!key.endsWith("w001.json"), "read all the same"));
        assertRefused(PREFIX + "w001.json", "the object");
    }

    @Test
    void aWindowOfJustOneMebibyteIsRead() {
        String start = new String(at("2026-01-26T00:00:00Z"), StandardCharsets.UTF_8);
        byte[] padded =
                (start + " ".repeat(QualityReader.MAX_WINDOW_BYTES - start.length())).getBytes(StandardCharsets.UTF_8);
        store.with(PREFIX + "w.json", padded);
        assertEquals(1, reader(1).read(DAY).size());
    }

    @Test
    void aWindowThatGrewSinceTheListingIsRefused() {
        store.with(PREFIX + "w000.json", new byte[QualityReader.MAX_WINDOW_BYTES + 1]);
        store.claimSize(PREFIX + "w000.json", 100);
        assertRefused(PREFIX + "w000.json", "the object");
    }

    @Test
    void aWindowThatVanishesBetweenListingAndReadingIsAnError() {
        fill(3);
        store.loseAfterListing(PREFIX + "w002.json");
        assertRefused(PREFIX + "w002.json", "the object");
    }

    @Test
    void moreWindowsThanADayCanHaveAreRefused() {
        byte[] window = at("2026-01-26T00:00:00Z");
        for (int index = 0; index <= QualityReader.MAX_WINDOWS; index++) {
            store.with(PREFIX + "w" + index + ".json", window);
        }
        assertRefused(PREFIX, "the listing");
    }

    @Test
    void whatTheStoreReportsComesThroughAsItIs() {
        fill(10);
        StoreException unreachable = new StoreException(StoreException.Kind.UNREACHABLE, "k", "no answer", null);
        store.beforeRead(key -> {
            throw unreachable;
        });
        assertSame(
                unreachable, assertThrows(StoreException.class, () -> reader(4).read(DAY)));
    }

    @Test
    void prefixesThatMeanSomethingElseAreRefused() {
        for (String prefix : List.of("", "quality", "/quality/")) {
            assertThrows(IllegalArgumentException.class, () -> new QualityReader(store, prefix, executor, 1), prefix);
        }
        assertThrows(IllegalArgumentException.class, () -> new QualityReader(store, "quality/", executor, 0));
    }

    @Test
    void anAssessedDayIsReadJudgedAndSummedUp() {
        store.with(PREFIX + "a.json", WindowText.empty().drops(3).json())
                .with(PREFIX + "b.json", WindowText.empty().reconnects(6).json())
                .with(
                        PREFIX + "c.json",
                        WindowText.empty().field("is_partial", "true").json());
        DayQuality quality = new QualityAssessor(reader(2), QualityRules.defaults()).assess(DAY);
        assertEquals(DayLabel.DEGRADED, quality.label());
        assertEquals(
                List.of(WindowLabel.BAD, WindowLabel.DEGRADED, WindowLabel.GOOD),
                quality.windows().stream().map(JudgedWindow::label).toList());
        assertEquals(1, quality.stats().partialWindows());
    }

    private void assertRefused(String key, String place) {
        UnreadableWindowException error =
                assertThrows(UnreadableWindowException.class, () -> reader(4).read(DAY));
        assertEquals(key, error.key(), error.getMessage());
        assertTrue(error.place().startsWith(place) || error.place().startsWith("line 1"), error.getMessage());
    }

    private void fill(int count) {
        for (int index = 0; index < count; index++) {
            store.with(String.format("%sw%03d.json", PREFIX, index), at("2026-01-26T00:00:00Z"));
        }
    }

    private static byte[] at(String start) {
        return WindowText.empty().field("window_start", '"' + start + '"').json();
    }

    private QualityReader reader(int parallel) {
        return new QualityReader(store, QualityReader.DEFAULT_PREFIX, executor, parallel);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(300, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the reads did not overlap");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
