package dev.daypack.kills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The moments at which the runs of one host are struck. SIGKILL goes through all phases, in an order drawn anew each
 * time; a phase that was missed, because the run came to its end before, comes next. The sequence follows from the
 * seed, and from which ones were missed. Not thread-safe.
 */
final class Moments {

    private static final int MOST_BEFORE = 6;

    private final Random random;
    private final List<Phase> phases;
    private final List<Phase> deck = new ArrayList<>();

    Moments(Random random, Collection<Phase> phases) {
        this.random = random;
        this.phases = List.copyOf(phases);
    }

    /** The next moment for a blow. */
    Moment next(Blow blow) {
        if (blow == Blow.TERM) {
            // From a lease on: a JVM that is told to end before it listens for that has another exit code.
            return new Moment(Phase.LEASE, 1 + random.nextInt(MOST_BEFORE), millis(300), blow);
        }
        if (blow != Blow.KILL) {
            Phase phase = List.of(Phase.LEASE, Phase.READ, Phase.COMMIT, Phase.SIDECARS, Phase.STATE)
                    .get(random.nextInt(5));
            return new Moment(phase, 1, millis(3), blow);
        }
        if (deck.isEmpty()) {
            deck.addAll(phases);
            Collections.shuffle(deck, random);
        }
        Phase phase = deck.remove(deck.size() - 1);
        boolean isOnce = phase == Phase.STATE || phase == Phase.UPLOAD;
        return kill(phase, isOnce || random.nextBoolean() ? 1 : 1 + random.nextInt(MOST_BEFORE));
    }

    /** Puts a phase that was missed next, at the first time that it is seen. */
    void missed(Moment moment) {
        if (moment.blow() == Blow.KILL) {
            deck.add(moment.phase());
        }
    }

    /** A moment soon after the first time that a phase is seen. */
    Moment kill(Phase phase) {
        return kill(phase, 1);
    }

    private Moment kill(Phase phase, int nth) {
        return switch (phase) {
            case START -> new Moment(phase, 1, millis(400), Blow.KILL);
            case MERGE -> new Moment(phase, nth, Duration.ofMillis(3 + random.nextInt(80)), Blow.KILL);
            default -> new Moment(phase, nth, millis(3), Blow.KILL);
        };
    }

    /** From nothing to so many milliseconds. */
    private Duration millis(int most) {
        return Duration.ofNanos(random.nextInt(most * 1_000_000));
    }
}
