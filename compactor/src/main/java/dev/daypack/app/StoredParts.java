package dev.daypack.app;

import dev.daypack.cli.UsageException;
import dev.daypack.input.Part;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;

/** Single files that a command names, as parts. */
final class StoredParts {

    private StoredParts() {}

    /**
     * The file as it stands now; later reads see this generation or fail.
     *
     * @param name as the user wrote it, for messages
     * @throws UsageException if there is none
     */
    static Part of(ObjectStore store, String key, String name) {
        ObjectStat stat = store.head(key).orElseThrow(() -> new UsageException(name + ": there is no such file"));
        return new Part(
                name,
                stat.sizeBytes(),
                (offset, into, at, length) -> store.read(key, stat.etag(), offset, into, at, length));
    }
}
