package dev.daypack.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/**
 * One run of the program on one host: one thread of control. It lets time pass at every call to a store, in sleeps and
 * now and then when it reads a clock; heartbeats come due while it does. When it dies, whatever it calls throws
 * {@link Dead} at once.
 */
final class Process {

    private static final long NANOS_A_DAY = Duration.ofDays(1).toNanos();

    private final World world;
    private final String name;
    private final SplittableRandom random;
    private final Faults faults;
    private final Instant beginning;
    private final Duration skew;
    private final long monotonicOrigin;
    private final long startedNanos;
    private final Semaphore baton = new Semaphore(0);
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private boolean isBeating;
    private boolean isDead;
    private long calls;

    /** @param skew of its host's wall clock */
    Process(World world, String name, SplittableRandom random, Faults faults, Instant beginning, Duration skew) {
        this.world = world;
        this.name = name;
        this.random = random;
        this.faults = faults;
        this.beginning = beginning;
        this.skew = skew;
        this.startedNanos = world.nanos();
        this.monotonicOrigin = random.nextLong(-NANOS_A_DAY, NANOS_A_DAY);
    }

    /** A task that is done again and again, while the process waits for something else. */
    final class Heartbeat {
        private final Runnable task;
        private final long periodNanos;
        private long due;

        private Heartbeat(Runnable task, long periodNanos) {
            this.task = task;
            this.periodNanos = periodNanos;
            this.due = world.nanos() + periodNanos;
        }

        void stop() {
            heartbeats.remove(this);
        }
    }

    Heartbeat every(long periodNanos, Runnable task) {
        Heartbeat heartbeat = new Heartbeat(task, periodNanos);
        heartbeats.add(heartbeat);
        return heartbeat;
    }

    /** How far its host's wall clock is ahead. */
    long skewNanos() {
        return skew.toNanos();
    }

    long startedNanos() {
        return startedNanos;
    }

    World world() {
        return world;
    }

    String name() {
        return name;
    }

    Semaphore baton() {
        return baton;
    }

    SplittableRandom random() {
        return random;
    }

    Faults faults() {
        return faults;
    }

    /** Calls to stores so far. */
    long calls() {
        return calls;
    }

    long nextCall() {
        return calls++;
    }

    void note(String what) {
        world.trace().note(world.nanos(), name, what);
    }

    boolean isDead() {
        return isDead || world.isOver();
    }

    /** From here on nothing works. */
    Dead die(String where) {
        if (!isDead()) {
            note("DIES " + where);
            world.trace().count("deaths");
        }
        isDead = true;
        return new Dead();
    }

    void checkAlive() {
        if (isDead()) {
            throw new Dead();
        }
    }

    /** Lets time pass, with heartbeats. */
    void pass(long nanos) {
        checkAlive();
        long until = world.nanos() + nanos;
        while (true) {
            Optional<Heartbeat> next = nextHeartbeat();
            long wake = next.map(it -> Math.min(it.due, until)).orElse(until);
            world.sleepUntil(wake, this);
            checkAlive();
            if (next.isPresent() && heartbeats.contains(next.get()) && world.nanos() >= next.get().due) {
                beat(next.get());
            } else if (world.nanos() >= until) {
                return;
            }
        }
    }

    /** The whole process stands still: no heartbeat either. */
    void freeze(long nanos) {
        world.trace().count("freezes");
        note("FREEZES for " + Duration.ofNanos(nanos).toSeconds() + " s");
        world.sleepUntil(world.nanos() + nanos, this);
        checkAlive();
    }

    private Optional<Heartbeat> nextHeartbeat() {
        if (isBeating) {
            return Optional.empty();
        }
        Heartbeat first = null;
        for (Heartbeat heartbeat : heartbeats) {
            first = first == null || heartbeat.due < first.due ? heartbeat : first;
        }
        return Optional.ofNullable(first);
    }

    private void beat(Heartbeat heartbeat) {
        isBeating = true;
        try {
            heartbeat.task.run();
        } finally {
            isBeating = false;
            heartbeat.due = world.nanos() + heartbeat.periodNanos;
        }
        checkAlive();
    }

    /** A monotonic clock with an origin of its own. */
    long nanoTime() {
        readsClock();
        return monotonicOrigin + world.nanos();
    }

    /** The host's wall clock. */
    Clock clock() {
        InstantSource source = () -> {
            readsClock();
            return beginning.plusNanos(world.nanos()).plus(skew);
        };
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return source.instant();
            }
        };
    }

    private void readsClock() {
        if (!isDead() && !isBeating && faults.freezesAtClock(this)) {
            freeze(faults.freezeNanos(this));
        }
    }
}
