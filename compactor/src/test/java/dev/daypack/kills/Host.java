package dev.daypack.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A machine on which the program is started again and again, and struck each time. One thread's, but for
 * {@link #toll}, which is for when that has ended.
 */
final class Host {

    /** No run takes so long on the slowest machine: it hangs. */
    private static final int HANGS_AFTER_SECONDS = 300;

    /** Exit code of who was ended by SIGKILL. */
    private static final int KILLED = 128 + 9;

    /** Exit code of who was ended by SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    /** Of runs that are struck, who may lose their leases at any time. */
    private static final int LEASE_SECONDS = 1;

    /** Of runs that must not, though a busy machine lets them wait. */
    private static final int LASTING_LEASE_SECONDS = 5;

    /** Each of them has attempts of its own within; a server takes long to start on a busy machine. */
    private static final int MOST_TRIES = 100;

    private final Site site;
    private final int number;
    private final RacedLake lake;
    private final Installation installation;
    private final Path directory;
    private final Path logs;
    private final Random random;
    private final Moments moments;
    private final Toll toll = new Toll();

    /** @param logs directory that keeps what every run said */
    Host(Site site, int number, RacedLake lake, Installation installation, Path directory, Path logs, Random random) {
        this.site = site;
        this.number = number;
        this.lake = lake;
        this.installation = installation;
        this.directory = directory;
        this.logs = logs;
        this.random = random;
        this.moments = new Moments(random, site.phases());
    }

    Toll toll() {
        return toll;
    }

    /** One run, struck at a moment of its own; may see a part come late before. */
    void cycle(int cycle) throws IOException, InterruptedException {
        if (random.nextInt(5) < 2) {
            lake.late(random, this::deliver);
        }
        Moment moment = moments.next(blow(cycle));
        struck(moment, moment.phase() == Phase.UPLOAD || random.nextBoolean(), cycle);
    }

    /** One run that is killed in a phase that all runs come to. */
    void strikeAt(Phase phase, int cycle) throws IOException, InterruptedException {
        struck(moments.kill(phase), true, cycle);
    }

    private void struck(Moment moment, boolean isAll, int cycle) throws IOException, InterruptedException {
        Path log = logs.resolve("host%d-run%03d.log".formatted(number, cycle));
        Sightings sightings = site.sightings(number);
        sightings.begin(moment);
        Process run = start(isAll ? overwrite() : recheck(), LEASE_SECONDS, log);
        try {
            if (sightings.await(run)) {
                strike(run, moment, sightings.now(), log);
            } else {
                moments.missed(moment);
                endedByItself(run, log, "missed");
            }
        } finally {
            run.destroyForcibly();
        }
        assertFalse(Files.readString(log).contains("defect of Daypack"), () -> text(log));
    }

    /** Of ten runs one is ended by SIGTERM, one paused, and one of the first host's sees the server die. */
    private Blow blow(int cycle) {
        return switch (cycle % 10) {
            case 4 -> Blow.TERM;
            case 6 -> Blow.PAUSE;
            case 8 -> number == 0 && site.hasServer() ? Blow.SERVER : Blow.KILL;
            default -> Blow.KILL;
        };
    }

    private void strike(Process run, Moment moment, Phase phase, Path log) throws IOException, InterruptedException {
        switch (moment.blow()) {
            case KILL -> {
                run.destroyForcibly();
                killed(moment, phase, end(run, log), log);
            }
            case TERM -> {
                run.destroy();
                terminated(run, log);
            }
            case PAUSE -> {
                signal("STOP", run);
                Thread.sleep(LEASE_SECONDS * 1_500L);
                signal("CONT", run);
                endedByItself(run, log, "paused");
            }
            case SERVER -> {
                site.crashServer();
                endedByItself(run, log, "server killed");
            }
        }
    }

    /** Or it ended in that very moment. */
    private void killed(Moment moment, Phase phase, int code, Path log) {
        if (code == KILLED) {
            toll.killed(phase);
        } else {
            moments.missed(moment);
            assertByItself("missed", code, log);
        }
    }

    private static void signal(String name, Process run) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(run.pid())).start().waitFor();
    }

    private int end(Process run, Path log) throws InterruptedException {
        assertTrue(run.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS), () -> "it hangs: " + text(log));
        return run.exitValue();
    }

    /**
     * Stopped, with its leases given back; or the end of the work was quicker, or the signal quicker than the JVM was
     * to listen for it: in directories a lease may be seen that another host has taken.
     */
    private void terminated(Process run, Path log) throws IOException, InterruptedException {
        int code = end(run, log);
        toll.ended("SIGTERM", code);
        boolean wasStarting = code == TERMINATED && !site.hasServer() && Files.size(log) == 0;
        assertTrue(code == 4 || code == 0 || code == 1 || code == 3 || wasStarting, () -> code + ": " + text(log));
        if (code == 4) {
            assertTrue(Files.readString(log).contains("interrupted: what is published is whole"), () -> text(log));
        }
        // The other host may have killed the server under it.
        boolean couldNot = site.hasServer() && Files.readString(log).contains("was not given back");
        assertTrue(couldNot || leasesOf(run).isEmpty(), () -> leasesOf(run) + " were not given back: " + text(log));
    }

    /** One that counts who died over the day stays, and says that it was given back. */
    private static boolean isHeld(String lease, String holder) {
        return lease.contains(holder) && !lease.contains("given_back");
    }

    private List<String> leasesOf(Process run) {
        String holder = "\"pid\" : " + run.pid() + ",";
        for (int attempt = 1; ; attempt++) {
            try (ObjectStore compact = site.compact(StoreAccess.READ)) {
                return compact.list("compacted/locks/").stream()
                        .flatMap(lease -> compact.get(lease.key()).stream())
                        .filter(lease -> isHeld(new String(lease.bytes(), StandardCharsets.UTF_8), holder))
                        .map(StoredObject::key)
                        .toList();
            } catch (StoreException e) {
                // The server is being started again.
                if (attempt == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void endedByItself(Process run, Path log, String what) throws InterruptedException {
        assertByItself(what, end(run, log), log);
    }

    private void assertByItself(String what, int code, Path log) {
        toll.ended(what, code);
        assertTrue(code == 0 || code == 1 || code == 3, () -> code + ": " + text(log));
    }

    /** A run that nobody strikes; it may find that three in a row have died over a day, and nothing else. */
    void settlingRun(String name) throws IOException, InterruptedException {
        Path log = logs.resolve("host%d-%s.log".formatted(number, name));
        int code = end(start(recheck(), LASTING_LEASE_SECONDS, log), log);
        List<String> bad = text(log)
                .lines()
                .filter(line -> line.contains("outcome=quarantine") || line.contains("outcome=failed"))
                .toList();
        assertEquals(bad.isEmpty() ? 0 : 1, code, () -> text(log));
        assertTrue(bad.stream().allMatch(line -> line.contains("reason=\"poison\"")), () -> text(log));
    }

    /** A run that nobody strikes; it has nothing to complain of. */
    void cleanRun(String name, String... more) throws IOException, InterruptedException {
        Path log = logs.resolve("host%d-%s.log".formatted(number, name));
        List<String> arguments = new ArrayList<>(recheck());
        arguments.addAll(List.of(more));
        assertEquals(0, end(start(arguments, LASTING_LEASE_SECONDS, log), log), () -> text(log));
    }

    private Process start(List<String> arguments, int leaseSeconds, Path log) throws IOException {
        Map<String, String> environment = site.environment(number);
        environment.put("DAYPACK_LEASE_TTL", leaseSeconds + "s");
        environment.put("DAYPACK_SCRATCH", directory.toString());
        environment.put("DAYPACK_MEMORY", "128MiB");
        return installation.start(arguments, environment, directory, log);
    }

    private static List<String> recheck() {
        return List.of("catch-up", "--recheck-days", "9");
    }

    private List<String> overwrite() {
        return List.of(
                "backfill",
                "--date-from",
                lake.firstDate().toString(),
                "--date-to",
                lake.lastDate().toString(),
                "--overwrite");
    }

    private void deliver(Path part) {
        for (int attempt = 1; ; attempt++) {
            try (ObjectStore raw = site.raw()) {
                // A conflict is the part itself, if the answer to the attempt before was lost.
                if (!(raw.put(lake.key(part), Files.readAllBytes(part), new Condition.Absent())
                        instanceof PutOutcome.Unknown)) {
                    toll.delivered();
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (StoreException e) {
                // The server is being started again.
                if (attempt == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static String text(Path log) {
        try {
            return log.getFileName() + " says:\n" + Files.readString(log);
        } catch (IOException e) {
            return log + " cannot be read: " + e;
        }
    }
}
