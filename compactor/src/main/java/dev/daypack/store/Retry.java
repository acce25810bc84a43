package dev.daypack.store;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats calls that may be repeated, with pauses that grow exponentially and are drawn at random from zero to their
 * limit ("full jitter": M. Brooker, Exponential Backoff and Jitter, 2015). Thread-safe.
 */
final class Retry {

    /** Attempts in all, the first included. */
    static final int ATTEMPTS = 6;

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LongAdder repeated = new LongAdder();
    private final Random random;
    private final Duration first;
    private final Duration longest;

    Retry(Random random) {
        this(random, FIRST, LONGEST);
    }

    /** With limits of one's own for the first pause and for all. */
    Retry(Random random, Duration first, Duration longest) {
        this.random = random;
        this.first = first;
        this.longest = longest;
    }

    /** The call's result; its exception if that is not worth repeating, or comes once too often. */
    <T> T run(Supplier<T> call, Predicate<RuntimeException> again) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !again.test(e) || !pause(attempt)) {
                    throw e;
                }
            }
        }
    }

    /** How many attempts came after a pause so far. */
    long repeated() {
        return repeated.sum();
    }

    /** Waits after a failed attempt, counted from 1; false if the thread was interrupted, which then stays so. */
    boolean pause(int attempt) {
        long limitMillis = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        try {
            Thread.sleep(random.nextInt(Math.toIntExact(limitMillis) + 1));
            repeated.increment();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
