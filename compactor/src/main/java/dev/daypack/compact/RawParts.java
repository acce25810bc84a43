package dev.daypack.compact;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.Parts;
import dev.daypack.discover.Versions;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The parts of partition-days in the raw store. Thread-safe. */
final class RawParts {

    private final ObjectStore raw;
    private final Layout layout;
    private final Versions versions;
    private final Optional<Executor> io;
    private final MemoryLedger ledger;

    /**
     * @param io of a remote store: fetches small parts whole, some at once; empty for a local one, where that would be
     *     one more copy
     */
    RawParts(ObjectStore raw, Layout layout, Versions versions, Optional<Executor> io, MemoryLedger ledger) {
        this.raw = raw;
        this.layout = layout;
        this.versions = versions;
        this.io = io;
        this.ledger = ledger;
    }

    /** What is there now, pinned. */
    FrozenDay freeze(PartitionDay day) {
        Parts listed = list(day);
        return FrozenDay.of(listed, raw, io.map(executor -> new SmallParts(raw, listed.parts(), executor, ledger)));
    }

    /** The parts that count, as they stand now. */
    List<ObjectStat> now(PartitionDay day) {
        return list(day).parts();
    }

    /** Whether parts of several deliveries may stand side by side, of which one counts. */
    boolean hasDeliveries() {
        return versions == Versions.NEWEST_PREFIX;
    }

    /**
     * What is there now, sorted.
     *
     * @throws dev.daypack.discover.UnversionedPartException if deliveries are told by name and a part's name does not
     */
    Parts list(PartitionDay day) {
        return Parts.list(raw, layout.prefix(day), versions);
    }
}
