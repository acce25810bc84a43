package dev.daypack.compact;

import dev.daypack.discover.Parts;
import dev.daypack.input.Part;
import dev.daypack.input.Table;
import dev.daypack.memory.BufferPool;
import dev.daypack.prefetch.ReadAhead;
import dev.daypack.publish.Manifest;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The inputs of one attempt, frozen: every later read of a part is pinned to the ETag that was listed, so it sees these
 * bytes or fails.
 *
 * @param listed what the listing said
 * @param manifest the parts that count, by rank
 * @param parts the same, readable
 * @param ahead what fetches them before they are read; empty for a local store
 * @param whole what keeps the smallest of them; empty for a store at a distance
 */
record FrozenDay(
        Parts listed, Manifest manifest, List<Part> parts, Optional<ReadAhead> ahead, Optional<WholeParts> whole)
        implements AutoCloseable {

    /**
     * @param reader what fetches parts ahead, if the store is at a distance
     * @param pool holds small parts, if it is not
     */
    static FrozenDay of(
            Parts listed, ObjectStore raw, Optional<Function<List<Part>, ReadAhead>> reader, BufferPool pool) {
        List<Part> pinned =
                listed.parts().stream().map(stat -> pinned(stat, raw)).toList();
        Optional<ReadAhead> ahead = reader.map(it -> it.apply(pinned));
        Optional<WholeParts> whole = ahead.isPresent() ? Optional.empty() : Optional.of(new WholeParts(pinned, pool));
        return new FrozenDay(
                listed,
                Manifest.ofListing(listed.parts()),
                ahead.map(ReadAhead::parts)
                        .or(() -> whole.map(WholeParts::parts))
                        .orElseThrow(),
                ahead,
                whole);
    }

    private static Part pinned(ObjectStat stat, ObjectStore raw) {
        return new Part(
                stat.key(),
                stat.sizeBytes(),
                (offset, into, at, length) -> raw.read(stat.key(), stat.etag(), offset, into, at, length));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    long totalBytes() {
        return manifest.totalBytes();
    }

    /** The table of the parts' footers tells what will be read of them. */
    void expect(Table table) {
        ahead.ifPresent(it -> it.expect(table));
    }

    /** Of parts that are kept whole for this day, at most. */
    long wholeBytes() {
        return whole.map(WholeParts::bytes).orElse(0L);
    }

    @Override
    public void close() {
        whole.ifPresent(WholeParts::close);
        ahead.ifPresent(ReadAhead::close);
    }
}
