package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.ReapRequest;
import dev.daypack.cli.SelectionRequest;
import dev.daypack.cli.UsageException;
import dev.daypack.cli.VerifyRequest;
import dev.daypack.discover.DateRange;
import dev.daypack.discover.Filters;
import dev.daypack.integrity.IntegrityParts;
import dev.daypack.integrity.ReapOptions;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.ReapRun;
import dev.daypack.integrity.Selection;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.integrity.VerifyRun;
import dev.daypack.report.Progress;
import dev.daypack.settings.Settings;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The commands that look after what is published: opens what each needs, composes it, and lets it work. */
final class Integrity {

    private final Settings settings;
    private final OpenStores stores;
    private final Clock clock;

    Integrity(Settings settings, OpenStores stores, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.clock = clock;
    }

    VerifyReport verify(VerifyRequest request, Progress progress, Cancellation cancellation) {
        Selection selection = selection(request.selection(), true);
        if (!request.rebuild()) {
            try (ObjectStore compact = stores.compact(StoreAccess.READ)) {
                return verify(Optional.empty(), compact, selection, progress, cancellation);
            }
        }
        try (OpenStores.Both both = stores.both(StoreAccess.READ)) {
            return verify(Optional.of(both.raw()), both.compact(), selection, progress, cancellation);
        }
    }

    private VerifyReport verify(
            Optional<ObjectStore> raw,
            ObjectStore compact,
            Selection selection,
            Progress progress,
            Cancellation cancellation) {
        try (Engine engine = new Engine(settings, cancellation)) {
            Composition composition = new Composition(settings, clock);
            IntegrityParts parts = composition.integrity(raw, compact, engine, cancellation);
            return new VerifyRun(parts, composition.publishedDays(compact, engine), composition.state(compact))
                    .run(selection, raw.isPresent(), progress);
        }
    }

    ReapReport reap(ReapRequest request, Progress progress, Cancellation cancellation) {
        ReapOptions options = options(request);
        try (OpenStores.Both both = request.delete() ? stores.toReap() : stores.both(StoreAccess.READ);
                Engine engine = new Engine(settings, cancellation)) {
            Composition composition = new Composition(settings, clock);
            IntegrityParts parts = composition.integrity(Optional.of(both.raw()), both.compact(), engine, cancellation);
            return new ReapRun(
                            parts,
                            composition.publishedDays(both.compact(), engine),
                            composition.state(both.compact()),
                            composition.leases(both.compact(), engine, new SecureRandom()))
                    .run(options, progress);
        }
    }

    private ReapOptions options(ReapRequest request) {
        try {
            return new ReapOptions(
                    selection(request.selection(), false),
                    request.graceDays().orElse(settings.reapGraceDays()),
                    request.delete(),
                    request.rebuild());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** @throws UsageException if the request is not one that makes sense */
    static Selection selection(SelectionRequest request, boolean isNewestFirst) {
        try {
            return new Selection(
                    new Filters(
                            request.filter().exchanges(),
                            request.filter().streams(),
                            request.filter().symbols()),
                    new DateRange(request.from(), request.to()),
                    request.maxDays(),
                    request.maxPartitionsPerDay(),
                    isNewestFirst);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
