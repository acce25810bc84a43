package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.FsckRequest;
import dev.daypack.compact.EvidenceByDay;
import dev.daypack.discover.Discovery;
import dev.daypack.integrity.StateRebuild;
import dev.daypack.quality.DayQuality;
import dev.daypack.report.FsckReport;
import dev.daypack.report.RebuildReport;
import dev.daypack.settings.Settings;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** The commands that look after a compact store, composed. The raw store helps where there is one. */
final class StoreCare {

    /** A run records what it has published within five seconds of the next that ends. */
    private static final Duration SETTLE = Duration.ofSeconds(6);

    private final Settings settings;
    private final OpenStores stores;
    private final Composition composition;

    StoreCare(Settings settings, OpenStores stores, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.composition = new Composition(settings, clock);
    }

    RebuildReport rebuildState(boolean isDryRun, Cancellation cancellation) {
        StoreAccess access = isDryRun ? StoreAccess.READ : StoreAccess.WRITE;
        try (ObjectStore compact = stores.compact(access);
                Engine engine = new Engine(settings, cancellation);
                RawIfThere raw = new RawIfThere(engine)) {
            return StateRebuild.of(composition.careParts(compact, engine, cancellation), raw::discovery)
                    .run(isDryRun);
        }
    }

    FsckReport fsck(FsckRequest request, Cancellation cancellation) {
        StoreAccess access = request.isRepair() ? StoreAccess.WRITE : StoreAccess.READ;
        try (ObjectStore compact = stores.compact(access);
                Engine engine = new Engine(settings, cancellation);
                RawIfThere raw = new RawIfThere(engine)) {
            return composition
                    .fsck(compact, engine, SETTLE, request.olderThan(), raw::evidence, cancellation)
                    .run(request.isRepair());
        }
    }

    /** Opens the raw store when something is asked of it, if the settings name one. Thread-safe. */
    private final class RawIfThere implements AutoCloseable {

        private final Engine engine;
        private Optional<ObjectStore> opened = Optional.empty();
        private Optional<EvidenceByDay> evidence = Optional.empty();

        RawIfThere(Engine engine) {
            this.engine = engine;
        }

        Optional<Discovery> discovery() {
            return raw().map(store -> composition.rawDiscovery(store, engine));
        }

        Optional<DayQuality> evidence(LocalDate day) {
            return byDay().map(known -> known.of(day));
        }

        private synchronized Optional<EvidenceByDay> byDay() {
            if (evidence.isEmpty()) {
                evidence = raw().map(store -> new EvidenceByDay(composition.assessor(store, engine)::assess));
            }
            return evidence;
        }

        private synchronized Optional<ObjectStore> raw() {
            if (opened.isEmpty() && settings.raw().url().isPresent()) {
                opened = Optional.of(stores.raw());
            }
            return opened;
        }

        @Override
        public synchronized void close() {
            opened.ifPresent(ObjectStore::close);
        }
    }
}
