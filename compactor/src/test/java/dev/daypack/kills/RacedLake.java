package dev.daypack.kills;

import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The parts of a few partition-days, as files, and what may be published of them: parts come late, one after the other,
 * so a day has as many right contents as it has had parts since the first ones, and the number of rows tells which one
 * it is. Thread-safe.
 */
final class RacedLake {

    /** Rows of a part of a large day; two of them do not fit into one piece of an upload. */
    private static final int LARGE_ROWS = 70_000;

    private static final int SMALL_ROWS = 400;
    private static final int FIRST_PARTS = 3;
    private static final int MOST_LATE_PARTS = 6;

    /** A day with its parts, by the time of their coming. */
    private static final class Day {
        private final List<Path> parts = new ArrayList<>();
        private final List<Long> rowsUpTo = new ArrayList<>();
        private int first;
    }

    private final Path root;
    private final LocalDate last;
    private final Map<String, Day> days = new TreeMap<>();
    private final AtomicInteger salt = new AtomicInteger();

    /** Days end before yesterday, so that midnight may come while they are raced for. */
    RacedLake(Path root) {
        this.root = root;
        last = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        try (Duck duck = new Duck()) {
            for (int back = 2; back >= 0; back--) {
                LocalDate date = last.minusDays(back);
                make(duck, "stream=bbo/symbol=btcusdt", date, back == 0 ? 2 : 1, back == 0 ? LARGE_ROWS : SMALL_ROWS);
                for (String partition : List.of("stream=bbo/symbol=ethusdt", "stream=trade/symbol=btcusdt")) {
                    make(duck, partition, date, FIRST_PARTS, SMALL_ROWS);
                }
                make(duck, "stream=trade/symbol=ethusdt", date, FIRST_PARTS, 25 * SMALL_ROWS);
            }
        }
    }

    private void make(Duck duck, String partition, LocalDate date, int parts, int rows) {
        String prefix = "exchange=binance/" + partition + "/date=" + basic(date) + "/";
        Day day = new Day();
        days.put(prefix, day);
        for (int number = 0; number < parts; number++) {
            write(duck, prefix, day, 100 + number, rows);
        }
        day.first = parts;
    }

    private Path write(Duck duck, String prefix, Day day, int number, int rows) {
        Path file = root.resolve(prefix).resolve("part-%d-%06d.parquet".formatted(1_767_755_367 + number, number));
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int seed = salt.incrementAndGet();
        duck.run("""
                COPY (SELECT 1767755367000 + (i * 7) // 3 + (hash(i, %1$d) %% 40)::BIGINT AS ts_event,
                    1767755367000 + i * 3 AS ts_recv, 's' || (i %% 3) AS symbol,
                    CASE WHEN hash(i, %1$d, 1) %% 50 = 0 THEN NULL
                        ELSE (hash(i, %1$d, 2) %% 10000) / 100.0 END AS price,
                    (hash(i, %1$d, 3) >> 1)::BIGINT AS trade_id,
                    concat(md5(concat(i, '-', %1$d)), md5(concat(i, '+', %1$d)), md5(concat(i, '/', %1$d)),
                        md5(concat(i, '*', %1$d))) AS noise
                FROM range(%2$d) AS r(i)) TO %3$s (FORMAT parquet)
                """.formatted(seed, rows, Duck.text(file.toString())));
        synchronized (day) {
            long before = day.rowsUpTo.isEmpty() ? 0 : day.rowsUpTo.get(day.rowsUpTo.size() - 1);
            day.parts.add(file);
            day.rowsUpTo.add(before + rows);
        }
        return file;
    }

    private static String basic(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /**
     * Lets a part come late to some day, sorted before its first parts or behind them, unless there were enough. One
     * part after the other: whoever sees one sees those before it.
     *
     * @param deliver puts it into the raw store, and returns when it is there
     * @return whether one came
     */
    synchronized boolean late(Random random, Consumer<Path> deliver) {
        List<String> prefixes = prefixes();
        String prefix = prefixes.get(random.nextInt(prefixes.size()));
        Day day = days.get(prefix);
        int late = day.parts.size() - day.first;
        if (late == MOST_LATE_PARTS) {
            return false;
        }
        int number = random.nextBoolean() ? 200 + late : 50 - late;
        try (Duck duck = new Duck()) {
            deliver.accept(write(duck, prefix, day, number, 1 + random.nextInt(SMALL_ROWS)));
        }
        return true;
    }

    /** {@code exchange=.../date=.../} of all partition-days. */
    List<String> prefixes() {
        return List.copyOf(days.keySet());
    }

    /** The key of a file in the raw store. */
    String key(Path part) {
        return root.relativize(part).toString();
    }

    /** All parts there are by now. */
    List<Path> parts() {
        List<Path> all = new ArrayList<>();
        for (Day day : days.values()) {
            synchronized (day) {
                all.addAll(day.parts);
            }
        }
        return all;
    }

    LocalDate firstDate() {
        return last.minusDays(2);
    }

    LocalDate lastDate() {
        return last;
    }

    /** Rows of a day with all its parts. */
    long rows(String prefix) {
        Day day = days.get(prefix);
        synchronized (day) {
            return day.rowsUpTo.get(day.rowsUpTo.size() - 1);
        }
    }

    /**
     * What a published file holds.
     *
     * @param parts of the day, by the time of their coming
     * @param difference from what DuckDB makes of them; empty if there is none
     */
    record Content(int parts, Optional<String> difference) {}

    /** Compares a file that is published of a day with those parts that it has the rows of. */
    Content content(String prefix, Path file) {
        long rows;
        try (Duck duck = new Duck()) {
            rows = duck.number("SELECT count(*) FROM read_parquet(" + Duck.text(file.toString()) + ")");
        }
        Day day = days.get(prefix);
        List<Path> parts;
        synchronized (day) {
            int count = day.rowsUpTo.indexOf(rows) + 1;
            if (count < day.first) {
                String strange = rows + " rows are not those of the first parts, nor of more: " + day.rowsUpTo;
                return new Content(count, Optional.of(strange));
            }
            parts = new ArrayList<>(day.parts.subList(0, count));
        }
        parts.sort(Comparator.comparing(Path::toString));
        return new Content(parts.size(), DuckOracle.usual().difference(parts, file));
    }
}
