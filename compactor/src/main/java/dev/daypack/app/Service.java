package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.RunRequest;
import dev.daypack.report.Progress;
import dev.daypack.report.RunReport;
import dev.daypack.schedule.BadCronException;
import dev.daypack.schedule.Schedule;
import dev.daypack.schedule.ScheduledJob;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsException;
import dev.daypack.state.StateLimits;
import dev.daypack.state.StateStore;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code daypack serve}: the same run, again and again, by the schedule. */
final class Service {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** A partition-day is abandoned within seconds; more than this means that something hangs. */
    private static final Duration GRACE = Duration.ofSeconds(50);

    private final DaypackApplication application;
    private final Settings settings;
    private final OpenStores stores;
    private final Clock clock;

    Service(DaypackApplication application, Settings settings, OpenStores stores, Clock clock) {
        this.application = application;
        this.settings = settings;
        this.stores = stores;
        this.clock = clock;
    }

    void serve(
            RunRequest request, Supplier<Progress> progress, Consumer<RunReport> finished, Cancellation cancellation) {
        Schedule schedule = schedule(signal -> runOnce(request, progress, finished, cancellation));
        schedule.start();
        Cancellation.Registration registration = cancellation.onCancel(() -> stop(schedule));
        try {
            schedule.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(schedule);
        } finally {
            registration.close();
        }
    }

    private Schedule schedule(ScheduledJob job) {
        try {
            return new Schedule(settings.scheduleCron(), job, lastCompletion(), clock, LOG::info, Service::tellFailure);
        } catch (BadCronException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private void runOnce(
            RunRequest request, Supplier<Progress> progress, Consumer<RunReport> finished, Cancellation cancellation) {
        RunReport report;
        try (Progress listener = progress.get()) {
            report = application.run(request, listener, cancellation);
        }
        finished.accept(report);
    }

    /** When the state was last written; a state that cannot be read is told by the first run, not here. */
    private Optional<Instant> lastCompletion() {
        try (ObjectStore compact = stores.compact(StoreAccess.READ_OR_EMPTY)) {
            return new StateStore(compact, clock, new SecureRandom(), StateLimits.defaults())
                    .read()
                    .document()
                    .updatedAt();
        } catch (StateUnreadableException | StoreException e) {
            LOG.warn("the last completion is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static void stop(Schedule schedule) {
        try {
            if (!schedule.stop(GRACE)) {
                LOG.warn(
                        "a run is still busy after {} s; it is left behind, and nothing of it is visible",
                        GRACE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tellFailure(Throwable failure) {
        LOG.error("the run failed: {}", failure.getMessage());
        LOG.debug("in full", failure);
    }
}
