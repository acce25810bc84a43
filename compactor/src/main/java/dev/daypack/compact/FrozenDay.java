package dev.daypack.compact;

import dev.daypack.discover.Parts;
import dev.daypack.input.Part;
import dev.daypack.publish.Manifest;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The inputs of one attempt, frozen: every later read of a part is pinned to the ETag that was listed, so it sees these
 * bytes or fails.
 *
 * @param listed what the listing said
 * @param manifest the parts that count, by rank
 * @param parts the same, readable
 * @param small those of a remote store that are fetched whole; empty for a local one
 */
record FrozenDay(Parts listed, Manifest manifest, List<Part> parts, Optional<SmallParts> small)
        implements AutoCloseable {

    /** @param small whether small parts are fetched whole, and by whom */
    static FrozenDay of(Parts listed, ObjectStore raw, Optional<SmallParts> small) {
        List<Part> parts = IntStream.range(0, listed.parts().size())
                .mapToObj(rank -> small.filter(it -> it.has(rank))
                        .map(it -> whole(listed.parts().get(rank), rank, it))
                        .orElseGet(() -> pinned(listed.parts().get(rank), raw)))
                .toList();
        return new FrozenDay(listed, Manifest.ofListing(listed.parts()), parts, small);
    }

    private static Part whole(ObjectStat stat, int rank, SmallParts small) {
        return new Part(
                stat.key(), stat.sizeBytes(), (offset, into, at, length) -> small.read(rank, offset, into, at, length));
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

    @Override
    public void close() {
        small.ifPresent(SmallParts::close);
    }
}
