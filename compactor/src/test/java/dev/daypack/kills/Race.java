package dev.daypack.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two hosts that work on the same days, over and over, and are killed, over and over, each at moments of its own; then
 * a run on each that nobody strikes, and the verdict. The seed decides what is struck when, counted by what a run is
 * seen to do, and which parts come late; how the processes run beside each other it does not.
 */
final class Race {

    static final int HOSTS = 2;

    private static final int CYCLES = 14;
    private static final int ROUNDS_FOR_MISSED = 20;

    private final Site site;
    private final Installation installation;
    private final Path directory;
    private final Path logs;
    private final long seed;
    private final int cycles;

    /**
     * @param directory empty, for all files
     * @param logs what runs said stays there if the race fails
     * @param cycles runs of each host
     */
    Race(Site site, Installation installation, Path directory, Path logs, long seed, int cycles) {
        this.site = site;
        this.installation = installation;
        this.directory = directory;
        this.logs = logs;
        this.seed = seed;
        this.cycles = cycles;
    }

    /** With the seed that whoever runs it gives, or a new one. */
    static Race over(Site site, Installation installation, Path directory, int cycles) {
        long seed = Long.getLong("daypack.kills.seed", System.nanoTime() & 0xffff_ffffL);
        return new Race(site, installation, directory, Path.of("target", "kills", site.name()), seed, cycles);
    }

    /** Runs of each host, as many as whoever runs it says. */
    static int cycles() {
        return Integer.getInteger("daypack.kills.cycles", CYCLES);
    }

    /** @throws AssertionError with the seed, and where the logs are */
    void run() throws Exception {
        try {
            removeLogs();
            Files.createDirectories(logs);
            race();
            removeLogs();
        } catch (Exception | AssertionError e) {
            String again = "seed %d, see %s and set -Ddaypack.kills.seed=%d: %s";
            throw new AssertionError(again.formatted(seed, logs, seed, e.getMessage()), e);
        }
    }

    private void race() throws Exception {
        RacedLake lake = new RacedLake(directory.resolve("parts"));
        fill(lake);
        List<Host> hosts = new ArrayList<>();
        for (int number = 0; number < HOSTS; number++) {
            Path home = Files.createDirectory(directory.resolve("host" + number));
            hosts.add(new Host(site, number, lake, installation, home, logs, new Random(seed * HOSTS + number)));
        }
        Onlooker onlooker = new Onlooker(site, lake, directory.resolve("looked-at"), new Random(seed));
        Thread looking = new Thread(onlooker, "onlooker");
        looking.start();
        try {
            cycle(hosts, onlooker);
            strikeWhatWasMissed(hosts);
            // A day over which three runs in a row have died is set apart, and was right all the same.
            hosts.get(0).settlingRun("settling");
            onlooker.quarantineIsRetried();
            hosts.get(0).cleanRun("clean", "--retry-quarantine");
            hosts.get(1).cleanRun("clean");
        } finally {
            onlooker.end();
            looking.join();
        }
        onlooker.assertContent();
        int unfinished = new Verdict(site, lake, directory.resolve("judged")).check();
        Toll toll = new Toll();
        hosts.forEach(host -> toll.add(host.toll()));
        System.out.printf(
                "%s, seed %d, %d cycles of %d hosts%n%s%n  reader: %s%n  unfinished writes of killed runs: %d%n",
                site.name(), seed, cycles, HOSTS, toll.histogram(), onlooker.figures(), unfinished);
        assertEquals(Set.of(), missed(hosts), "phases in which nobody was killed");
        for (int number = 0; number < HOSTS; number++) {
            assertEquals(List.of(), files(directory.resolve("host" + number)), "files left in scratch");
        }
    }

    private void fill(RacedLake lake) throws IOException {
        try (ObjectStore raw = site.raw();
                ObjectStore compact = site.compact(StoreAccess.WRITE)) {
            for (Path part : lake.parts()) {
                raw.put(lake.key(part), Files.readAllBytes(part), new Condition.Absent());
            }
            String before = lake.firstDate().minusDays(1).format(DateTimeFormatter.BASIC_ISO_DATE);
            byte[] state = "{\"last_compacted_date\": \"%s\"}".formatted(before).getBytes(StandardCharsets.US_ASCII);
            compact.put("compacted/_state.json", state, new Condition.Absent());
        }
    }

    /** All hosts go through their cycles, until they are done or one sees something wrong. */
    private void cycle(List<Host> hosts, Onlooker onlooker) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(hosts.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Host host : hosts) {
                ends.add(threads.submit(() -> {
                    for (int cycle = 0; cycle < cycles; cycle++) {
                        onlooker.assertContent();
                        host.cycle(cycle);
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** A few more runs, so that none of the phases is left out. Each of them comes in every run of a kind. */
    private void strikeWhatWasMissed(List<Host> hosts) throws IOException, InterruptedException {
        int cycle = cycles;
        for (int round = 0; round < ROUNDS_FOR_MISSED; round++) {
            for (Phase phase : missed(hosts)) {
                hosts.get(0).strikeAt(phase, cycle++);
            }
        }
    }

    private Set<Phase> missed(List<Host> hosts) {
        Set<Phase> missed = site.certainPhases();
        hosts.forEach(host -> missed.removeAll(host.toll().phases()));
        return missed;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void removeLogs() throws IOException {
        if (Files.exists(logs)) {
            try (Stream<Path> files = Files.walk(logs)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
