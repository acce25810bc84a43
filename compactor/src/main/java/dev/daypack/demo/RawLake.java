package dev.daypack.demo;

import dev.daypack.demo.DemoLake.Kind;
import dev.daypack.demo.DemoLake.Part;
import dev.daypack.demo.StreamDay.Stream;
import dev.daypack.discover.PartitionDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes a raw store such as a collector leaves behind: three days of quotes and trades of three symbols, about two
 * million rows in some 1,300 parts that overlap where they meet, with one part unsorted, one corrupt, one late, and
 * quality windows that call one day DEGRADED. Equal roots, days and seeds give equal bytes.
 */
public final class RawLake {

    private static final int DAYS = 3;
    private static final int MAX_THREADS = 4;
    /** Below it, parts without a row would appear. */
    private static final double MIN_SCALE = 0.05;

    /** Told, in order and by the calling thread, of each partition-day written. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param partitionDay the one just written
         * @param done partition-days written so far
         * @param total partition-days in all
         */
        void wrote(PartitionDay partitionDay, int done, int total);
    }

    private record Special(Stream stream, Instrument instrument, int daysBeforeLast, int part, Kind kind) {
        boolean is(StreamDay day, LocalDate lastDay, int number) {
            return day.stream() == stream
                    && day.instrument().equals(instrument)
                    && day.date().plusDays(daysBeforeLast).equals(lastDay)
                    && number == part;
        }
    }

    private static final int DEGRADED_DAYS_BEFORE_LAST = 1;
    private static final Special LATE = new Special(Stream.TRADE, Instrument.BITCOIN, 0, 29, Kind.LATE);
    private static final List<Special> SPECIAL_PARTS = List.of(
            new Special(Stream.TRADE, Instrument.SOLANA, 2, 21, Kind.CORRUPT),
            new Special(Stream.BBO, Instrument.ETHER, 1, 40, Kind.UNSORTED),
            LATE);

    private final Path root;
    private final LocalDate lastDay;
    private final long seed;
    private final double scale;

    /**
     * A lake of full size.
     *
     * @param root directory that becomes the raw store; created if missing
     * @param lastDay the newest of the three days: yesterday, in the demo
     */
    public RawLake(Path root, LocalDate lastDay, long seed) {
        this(root, lastDay, seed, 1);
    }

    /**
     * A lake with as many parts but fewer rows, for tests.
     *
     * @param scale rows relative to the full size, from 0.05 (about 100,000 rows) to 1
     */
    public RawLake(Path root, LocalDate lastDay, long seed, double scale) {
        if (!(scale >= MIN_SCALE && scale <= 1)) {
            throw new IllegalArgumentException("scale " + scale + " is not within " + MIN_SCALE + " and 1");
        }
        this.root = root;
        this.lastDay = lastDay;
        this.seed = seed;
        this.scale = scale;
    }

    /**
     * Writes everything but the late part.
     *
     * @throws IOException if the directory cannot be written
     */
    public DemoLake write(Progress progress) throws IOException {
        List<LocalDate> days = new ArrayList<>();
        List<StreamDay> work = new ArrayList<>();
        for (int before = DAYS - 1; before >= 0; before--) {
            LocalDate date = lastDay.minusDays(before);
            days.add(date);
            writeQuality(date);
            for (Stream stream : Stream.values()) {
                Instrument.ALL.forEach(instrument -> work.add(new StreamDay(stream, instrument, date)));
            }
        }
        List<Part> parts = writeAll(work, progress);
        parts.sort(Comparator.comparing(Part::key));
        return new DemoLake(root, days, lastDay.minusDays(DEGRADED_DAYS_BEFORE_LAST), parts);
    }

    /**
     * Writes the part that was held back. Made anew from the seed, so it does not matter which process wrote the rest.
     *
     * @throws IOException if the directory cannot be written
     */
    public Part deliverLatePart() throws IOException {
        StreamDay day = new StreamDay(LATE.stream(), LATE.instrument(), lastDay.minusDays(LATE.daysBeforeLast()));
        SplittableRandom random = day.random(seed);
        EventColumns events = day.events(scale, random);
        int[] rows = PartRows.cut(day, events.times(), random)[LATE.part()];
        return writePart(day, LATE.part(), events, rows);
    }

    private void writeQuality(LocalDate date) throws IOException {
        boolean degraded = date.plusDays(DEGRADED_DAYS_BEFORE_LAST).equals(lastDay);
        new QualityWindows(root).write(date, degraded, new SplittableRandom(seed ^ date.toEpochDay()));
    }

    private List<Part> writeAll(List<StreamDay> work, Progress progress) throws IOException {
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<CompletableFuture<List<Part>>> results = work.stream()
                    .map(day -> CompletableFuture.supplyAsync(() -> writeDay(day), workers))
                    .toList();
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                parts.addAll(results.get(i).join());
                progress.wrote(work.get(i).partitionDay(), i + 1, work.size());
            }
            return parts;
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw e;
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Part> writeDay(StreamDay day) {
        SplittableRandom random = day.random(seed);
        EventColumns events = day.events(scale, random);
        int[][] rows = PartRows.cut(day, events.times(), random);
        List<Part> parts = new ArrayList<>();
        try {
            for (int part = 0; part < rows.length; part++) {
                parts.add(make(day, part, events, rows[part], random));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    private Part make(StreamDay day, int part, EventColumns events, int[] rows, SplittableRandom random)
            throws IOException {
        Kind kind = kind(day, part);
        return switch (kind) {
            case ORDERLY -> writePart(day, part, events, rows);
            case UNSORTED -> writePart(day, part, events, PartRows.shuffled(rows, random));
            case CORRUPT -> {
                Part written = writePart(day, part, events, rows);
                PageBreaker.damage(root.resolve(written.key()));
                yield written;
            }
            case LATE -> new Part(day.partitionDay(), day.key(part), rows.length, 0, kind);
        };
    }

    private Part writePart(StreamDay day, int part, EventColumns events, int[] rows) throws IOException {
        String key = day.key(part);
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        new PartFile(
                        StreamDay.EXCHANGE,
                        day.instrument().eventSymbol(),
                        day.stream().column())
                .write(file, events, rows);
        return new Part(day.partitionDay(), key, rows.length, Files.size(file), kind(day, part));
    }

    private Kind kind(StreamDay day, int part) {
        return SPECIAL_PARTS.stream()
                .filter(special -> special.is(day, lastDay, part))
                .map(Special::kind)
                .findFirst()
                .orElse(Kind.ORDERLY);
    }
}
