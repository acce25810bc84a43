package dev.daypack.app;

import dev.daypack.compact.Futures;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsException;
import dev.daypack.settings.StoreSettings;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Keys;
import dev.daypack.store.S3Options;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreExamination;
import dev.daypack.store.StoreExaminer;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Opens the stores that settings and commands name. */
final class OpenStores {

    private final Settings settings;
    private final StoreOpener opener;
    private final StoreExaminer examiner;

    OpenStores(Settings settings, Clock clock) {
        this.settings = settings;
        this.opener = new StoreOpener(clock, new SecureRandom());
        this.examiner = new StoreExaminer(clock, new SecureRandom());
    }

    /** A look at the raw store, which is not written. */
    StoreExamination examineRaw() {
        return examiner.examine(parsed(settings.rawUrl()), options(settings.raw()), StoreAccess.READ);
    }

    /** A look at the compact store, which is probed. */
    StoreExamination examineCompact() {
        return examiner.examine(parsed(settings.compactUrl()), options(settings.compact()), StoreAccess.WRITE);
    }

    /** The raw store; it is never written. */
    ObjectStore raw() {
        return raw(StoreAccess.READ);
    }

    private ObjectStore raw(StoreAccess access) {
        return open(parsed(settings.rawUrl()), settings.raw(), access);
    }

    /** The raw and the compact store of a run. */
    record Both(ObjectStore raw, ObjectStore compact) implements AutoCloseable {

        @Override
        public void close() {
            compact.close();
            raw.close();
        }
    }

    /** Opens both at once: each asks its server a few things. */
    Both both(StoreAccess compactAccess) {
        return both(StoreAccess.READ, compactAccess);
    }

    /** Both, the raw store to remove parts of it by key and ETag, which is all that it can be opened for. */
    Both toReap() {
        return both(StoreAccess.REAP, StoreAccess.WRITE);
    }

    private Both both(StoreAccess rawAccess, StoreAccess compactAccess) {
        CompletableFuture<ObjectStore> compact = CompletableFuture.supplyAsync(() -> compact(compactAccess));
        try {
            ObjectStore raw = raw(rawAccess);
            try {
                return new Both(raw, Futures.await(compact));
            } catch (RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (RuntimeException e) {
            compact.thenAccept(ObjectStore::close)
                    .exceptionally(failure -> null)
                    .join();
            throw e;
        }
    }

    ObjectStore compact(StoreAccess access) {
        return open(parsed(settings.compactUrl()), settings.compact(), access);
    }

    /** A store that a command named by URL; read as the raw store is reached, written as the compact one is. */
    ObjectStore plain(StoreUrl url, StoreAccess access) {
        return open(url, access == StoreAccess.WRITE ? settings.compact() : settings.raw(), access);
    }

    private ObjectStore open(StoreUrl url, StoreSettings store, StoreAccess access) {
        return opener.open(url, options(store), access);
    }

    private S3Options options(StoreSettings store) {
        S3Options defaults = S3Options.defaults(settings.resources().scratch());
        try {
            return new S3Options(
                    store.endpoint(),
                    store.region(),
                    store.profile(),
                    store.pathStyle() ? Optional.of(true) : Optional.empty(),
                    keys(store),
                    store.checksums() == StoreSettings.Checksums.WHEN_REQUIRED,
                    defaults.partBytes(),
                    defaults.partBuffers(),
                    defaults.scratch(),
                    defaults.timeout(),
                    settings.singleWriter());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    private static Optional<S3Keys> keys(StoreSettings store) {
        return store.accessKey()
                .map(key ->
                        new S3Keys(key.reveal(), store.secretKey().orElseThrow().reveal()));
    }

    private static StoreUrl parsed(String url) {
        try {
            return StoreUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage());
        }
    }
}
