package dev.daypack.demo;

import dev.daypack.demo.StreamDay.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a few days of parts for the JVM to learn from: as many rows in each as a busy collector writes, and nothing
 * wrong with any. On every other day the parts all span the day, else they follow each other.
 */
public final class RehearsalLake {

    private static final long SEED = 20_260_126;
    private static final int PARTS = 5;

    /** Rows of the busiest partition-day that go to one part before the next one gets some. */
    private static final int STRETCH_ROWS = 7;

    private final Path root;

    /** @param root directory that becomes the raw store; created if missing */
    public RehearsalLake(Path root) {
        this.root = root;
    }

    /**
     * Writes the busiest symbol's quotes of some days, and its trades.
     *
     * @return the parts, in order of their keys
     * @throws IOException if the directory cannot be written
     */
    public List<Path> write(LocalDate firstDay, int days) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (Stream stream : Stream.values()) {
            for (int day = 0; day < days; day++) {
                parts.addAll(writeDay(new StreamDay(stream, Instrument.BITCOIN, firstDay.plusDays(day)), day % 2 == 1));
            }
        }
        return parts;
    }

    private List<Path> writeDay(StreamDay day, boolean spanning) throws IOException {
        EventColumns events = day.events(1, day.random(SEED));
        int rows = events.times().rows();
        List<Path> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            int part = i;
            int[] chosen = IntStream.range(0, rows)
                    .filter(row -> part == (spanning ? row / STRETCH_ROWS % PARTS : (int) ((long) row * PARTS / rows)))
                    .toArray();
            Path file = root.resolve(day.key(part));
            Files.createDirectories(file.getParent());
            new PartFile(
                            StreamDay.EXCHANGE,
                            Instrument.BITCOIN.eventSymbol(),
                            day.stream().column())
                    .write(file, events, chosen);
            parts.add(file);
        }
        return parts;
    }
}
