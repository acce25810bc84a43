package dev.daypack.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One run of the program on one host: a strand that runs it, and one for each day under way. A strand lets time pass at
 * every call to a store, in sleeps and now and then when it reads a clock; others go on meanwhile, and heartbeats come
 * due. When the process dies, whatever any of them calls throws {@link Dead} at once.
 *
 * <p>Main code has locks that are held over calls to the store. Who makes such a call lets time pass <em>alone</em>: no
 * other strand of its process goes on until it has returned, so none ever meets a lock that is taken. Heartbeats run on
 * the strand that waits, so they too are kept off while it is asking for a lease.
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
    private final Set<Strand> waiting = new LinkedHashSet<>();
    private final Set<Strand> kept = new LinkedHashSet<>();
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private boolean isBeating;
    private boolean isDead;
    private boolean hasEnded;
    private long calls;

    /** Whose calls keep the others from going on; or null. */
    private Strand alone;

    private Strand first;
    private int strands;
    private long frozenUntilNanos;

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

    /** It ran to its end. */
    void end() {
        hasEnded = true;
    }

    /** Dead, or at its end. */
    boolean isOver() {
        return hasEnded || isDead();
    }

    /** From here on nothing works. */
    Dead die(String where) {
        if (!isDead()) {
            note("DIES " + where);
            world.trace().count("deaths");
        }
        isDead = true;
        wakeAll(waiting);
        wakeAll(kept);
        return new Dead();
    }

    void checkAlive() {
        if (isDead()) {
            throw new Dead();
        }
    }

    /** Lets time pass, with heartbeats, and the other strands go on. */
    void pass(long nanos) {
        checkAlive();
        long until = world.nanos() + nanos;
        while (true) {
            Optional<Heartbeat> next = nextHeartbeat();
            sleepUntil(next.map(it -> Math.min(it.due, until)).orElse(until));
            if (isDue(next)) {
                beat(next.get());
            } else if (world.nanos() >= until) {
                return;
            }
        }
    }

    private boolean isDue(Optional<Heartbeat> next) {
        return !isBeating
                && next.filter(it -> heartbeats.contains(it) && world.nanos() >= it.due)
                        .isPresent();
    }

    /** The same, and the other strands stand still. */
    void passAlone(long nanos) {
        alone(() -> pass(nanos));
    }

    /** The same; heartbeats come due, and wait: whoever has the lock of a lease keeps them off. */
    void passWithoutHeartbeats(long nanos) {
        boolean before = isBeating;
        isBeating = true;
        try {
            passAlone(nanos);
        } finally {
            isBeating = before;
        }
    }

    private void alone(Runnable action) {
        Strand before = alone;
        alone = world.running();
        try {
            action.run();
        } finally {
            alone = before;
            if (before == null) {
                wakeAll(kept);
            }
        }
    }

    private void sleepUntil(long nanos) {
        world.sleepUntil(nanos);
        comeBack();
    }

    /** It is this strand's turn by the world's time; but the process may stand still, or another may be alone. */
    private void comeBack() {
        checkAlive();
        while (world.nanos() < frozenUntilNanos || alone != null && alone != world.running()) {
            if (world.nanos() < frozenUntilNanos) {
                world.sleepUntil(frozenUntilNanos);
            } else {
                kept.add(world.running());
                world.park();
            }
            checkAlive();
        }
    }

    /** Begins the process. */
    void startFirst(Runnable body) {
        strand(() -> {
            first = world.running();
            body.run();
        });
    }

    /** Begins another strand. */
    void start(Runnable body) {
        strand(() -> {
            comeBack();
            body.run();
        });
    }

    private void strand(Runnable body) {
        strands++;
        world.start(this, () -> {
            try {
                body.run();
            } finally {
                strands--;
                checkSomebodyGoesOn();
            }
        });
    }

    private void checkSomebodyGoesOn() {
        if (!isDead() && strands > 0 && waiting.size() == strands) {
            world.violated("no deadlock", "in " + name + " " + strands + " threads wait for one another");
        }
    }

    /** Waits for what another strand does. */
    void await(BooleanSupplier holds) {
        checkAlive();
        if (world.running() != first && !holds.getAsBoolean()) {
            world.trace().count("days that wait for memory");
        }
        while (!holds.getAsBoolean()) {
            waiting.add(world.running());
            checkSomebodyGoesOn();
            world.park();
            comeBack();
        }
    }

    /** What strands wait for may have come. */
    void changed() {
        wakeAll(waiting);
    }

    private void wakeAll(Set<Strand> strands) {
        strands.forEach(world::wake);
        strands.clear();
    }

    /** The whole process stands still: no heartbeat either. */
    void freeze(long nanos) {
        world.trace().count("freezes");
        if (nanos > Program.LEASE_TTL.toNanos()) {
            world.trace().count("freezes longer than a lease lives");
        }
        note("FREEZES for " + Duration.ofNanos(nanos).toSeconds() + " s");
        frozenUntilNanos = Math.max(frozenUntilNanos, world.nanos() + nanos);
        alone(() -> sleepUntil(frozenUntilNanos));
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
