package dev.daypack.app;

import dev.daypack.cli.DemoLake;
import dev.daypack.cli.UsageException;
import dev.daypack.demo.RawLake;
import dev.daypack.state.StateLimits;
import dev.daypack.state.StateStore;
import dev.daypack.store.LocalStore;
import dev.daypack.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's directory: {@code raw/}, {@code compact/}, and a marker by which an earlier demo is known. */
final class DemoFiles implements DemoLake {

    private static final String MARKER = ".daypack-demo";
    private static final long SEED = 20_260_126;

    private final Clock clock;

    DemoFiles(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Made make(Path directory) {
        try {
            clear(directory);
            dev.daypack.demo.DemoLake lake = lake(directory).write((day, done, total) -> {});
            openState(directory, lake.days().get(0));
            return new Made(
                    lake.days().size(),
                    (int) lake.rowsByPartitionDay().keySet().stream()
                            .map(day -> day.partition())
                            .distinct()
                            .count(),
                    lake.delivered().size(),
                    lake.rows(),
                    lake.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": the demo's files could not be written", e);
        }
    }

    @Override
    public String deliverLatePart(Path directory) {
        try {
            return lake(directory).deliverLatePart().key();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": the late part could not be written", e);
        }
    }

    private RawLake lake(Path directory) {
        LocalDate yesterday =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        return new RawLake(directory.resolve("raw"), yesterday, SEED);
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            boolean isEmpty;
            try (Stream<Path> entries = Files.list(directory)) {
                isEmpty = entries.findAny().isEmpty();
            }
            if (!isEmpty && !Files.exists(directory.resolve(MARKER))) {
                throw new UsageException(
                        directory + " holds something else than an earlier demo; name another with --directory");
            }
            for (String part : List.of("raw", "compact")) {
                delete(directory.resolve(part));
            }
        }
        Files.createDirectories(directory);
        Files.write(directory.resolve(MARKER), new byte[0]);
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A watermark before the first day, as if everything up to there was packed long ago. */
    private void openState(Path directory, LocalDate firstDay) {
        try (ObjectStore compact = new LocalStore(directory.resolve("compact"))) {
            new StateStore(compact, clock, new SecureRandom(), StateLimits.defaults())
                    .update(state -> state.withLastCompactedDate(firstDay.minusDays(1)));
        }
    }
}
