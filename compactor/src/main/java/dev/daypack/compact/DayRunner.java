package dev.daypack.compact;

import dev.daypack.cancel.CancelledException;
import dev.daypack.discover.UnversionedPartException;
import dev.daypack.input.PartRejectedException;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.ScratchException;
import dev.daypack.output.ConservationException;
import dev.daypack.quality.UnreadableWindowException;
import dev.daypack.report.Failure;
import dev.daypack.report.Outcome;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.store.StoreException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts a partition-day until it has an outcome. Inputs that changed, and content that looked bad, are read afresh
 * before a verdict: a broken transfer is not a broken file. Infrastructure trouble never quarantines. Thread-safe.
 */
final class DayRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DayRunner.class);

    /** A day that changes under every attempt is not closed; the next run finds it quiet. */
    private static final int MAX_ATTEMPTS = 3;

    /** Bad content counts when two fresh reads agree. */
    private static final int MAX_REJECTIONS = 2;

    private final PartitionCompactor compactor;
    private final DayOutcomes outcomes;
    private final LongSupplier nanoTime;

    DayRunner(PartitionCompactor compactor, DayOutcomes outcomes, LongSupplier nanoTime) {
        this.compactor = compactor;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
    }

    /** Never throws for what can happen to one partition-day; a state that cannot be used concerns them all. */
    DayOutcome run(DayRequest request, DayMemory memory) {
        DayClock clock = new DayClock(nanoTime);
        int rejections = 0;
        for (int attempt = 1; ; attempt++) {
            // What an attempt that failed was granted, others may wait for.
            memory.leave();
            try {
                return compactor.compact(request, memory, clock);
            } catch (PartRejectedException e) {
                if (++rejections == MAX_REJECTIONS) {
                    return quarantined(request, e.reason().code(), e.part(), e.getMessage(), clock);
                }
                if (attempt == MAX_ATTEMPTS) {
                    return failed(request, "content_in_doubt", Optional.of(e.part()), inDoubt(e), clock);
                }
            } catch (UnversionedPartException e) {
                return quarantined(request, "unversioned_part", e.key(), e.getMessage(), clock);
            } catch (InputsChangedException e) {
                if (attempt == MAX_ATTEMPTS) {
                    return failed(request, "inputs_changed", Optional.empty(), e.getMessage(), clock);
                }
            } catch (StoreException e) {
                if (attempt == MAX_ATTEMPTS || !isChange(e)) {
                    return failed(request, code(e), key(e), e.getMessage(), clock);
                }
            } catch (MemoryExceededException e) {
                return failed(request, "memory_exceeded", Optional.empty(), e.getMessage(), clock);
            } catch (ScratchException e) {
                return failed(request, "scratch_space", Optional.empty(), e.getMessage(), clock);
            } catch (UnreadableWindowException e) {
                return failed(request, "unreadable_window", Optional.empty(), e.getMessage(), clock);
            } catch (MalformedJsonException e) {
                return failed(request, "unreadable_record", Optional.empty(), e.getMessage(), clock);
            } catch (ConservationException e) {
                return failed(request, "conservation", Optional.empty(), e.getMessage(), clock);
            } catch (CancellationException | CancelledException e) {
                return outcomes.stopped(request.day());
            } catch (StateUnreadableException e) {
                throw e; // It stops the run, whoever meets it.
            } catch (OutOfMemoryError e) {
                return failed(
                        request,
                        "memory_exceeded",
                        Optional.empty(),
                        "the Java heap is full; raise memory, or the heap of the launcher",
                        clock);
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                // The errors among them are of one day's making too, and must not end the run of the others.
                LOG.error("a defect of Daypack, met at {}", request.day(), e);
                return failed(request, "defect", Optional.empty(), "a defect of Daypack: " + e, clock);
            }
        }
    }

    /** The attempts before ended for other reasons: one bad read may have been a broken transfer. */
    private static String inDoubt(PartRejectedException e) {
        return e.getMessage() + "; seen once only, since the day changed under the other attempts; the next run reads"
                + " it again";
    }

    private static boolean isChange(StoreException e) {
        return e.kind() == StoreException.Kind.CHANGED || e.kind() == StoreException.Kind.MISSING;
    }

    private static String code(StoreException e) {
        return "store_" + e.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> key(StoreException e) {
        return e.key().isEmpty() ? Optional.empty() : Optional.of(e.key());
    }

    private DayOutcome quarantined(DayRequest request, String type, String key, String error, DayClock clock) {
        return outcomes.failed(request, Outcome.QUARANTINE, new Failure(type, Optional.of(key), error), clock);
    }

    private DayOutcome failed(DayRequest request, String type, Optional<String> key, String error, DayClock clock) {
        return outcomes.failed(request, Outcome.FAILED, new Failure(type, key, error), clock);
    }
}
