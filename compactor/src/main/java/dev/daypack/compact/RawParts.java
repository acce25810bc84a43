package dev.daypack.compact;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.Parts;
import dev.daypack.discover.Versions;
import dev.daypack.input.Part;
import dev.daypack.memory.BufferPool;
import dev.daypack.prefetch.FetchMemory;
import dev.daypack.prefetch.ReadAhead;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The parts of partition-days in the raw store. Thread-safe. */
final class RawParts {

    private final ObjectStore raw;
    private final Layout layout;
    private final Versions versions;
    private final Optional<Function<List<Part>, ReadAhead>> reader;

    /**
     * @param io of a remote store: fetches parts ahead, many at once; empty for a local one, where that would be one
     *     more copy
     * @param pool holds what was fetched, of all partition-days within one share of memory
     */
    RawParts(ObjectStore raw, Layout layout, Versions versions, Optional<Executor> io, BufferPool pool) {
        this.raw = raw;
        this.layout = layout;
        this.versions = versions;
        FetchMemory memory = new FetchMemory(pool);
        this.reader = io.map(executor -> parts -> new ReadAhead(parts, executor, memory));
    }

    /**
     * What is there now, pinned.
     *
     * @param pool of the day; lends what keeps small parts of a local store
     */
    FrozenDay freeze(PartitionDay day, BufferPool pool) {
        Parts listed = list(day);
        return FrozenDay.of(listed, raw, reader, pool);
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
