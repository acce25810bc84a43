package dev.daypack.prefetch;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.FooterReader;
import dev.daypack.input.Part;
import dev.daypack.input.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Reads the parts of one partition-day ahead, so that many requests to a store at a distance overlap and readers find
 * bytes instead of waiting for them. What it goes by:
 *
 * <ul>
 *   <li>All footers are read first: the first read of any part sets out for the tails of all. The first small parts,
 *       which are wanted next, come whole, as many as half of the memory holds.
 *   <li>Then sort keys, in the order of {@link KeySequence}. A small part comes whole by that: one request.
 *   <li>Then the rows of each row group, which {@link #willNeed} tells as soon as they are known.
 * </ul>
 *
 * When memory is too short to keep small parts whole until all columns have them, they are read by ranges as well. A
 * range that was not foreseen is asked for when a reader comes to it. Thread-safe.
 */
public final class ReadAhead implements AutoCloseable {

    /** Parts up to this size are fetched whole. */
    public static final int SMALL_PART_BYTES = 4 << 20;

    /** What a reader of pages takes at once: mostly a copy, so it needs not be much. */
    static final int WINDOW_BYTES = 128 << 10;

    /** Largest range of one request; its answer takes about as long as a store is away. */
    private static final int PIECE_BYTES = 1 << 20;

    /** Asked for when a reader comes to a place that was not foreseen: more of it is wanted soon. */
    private static final int MISSED_BYTES = 512 << 10;

    private final Fetches fetches;
    private final List<RemotePart> remote;
    private final List<Part> parts;

    /** Null until the footers are known. */
    private volatile KeySequence keys;

    private boolean isBegun;

    /** @param parts of a store at a distance, by rank; nothing is read before somebody reads */
    public ReadAhead(List<Part> parts, Executor io, FetchMemory memory) {
        this.fetches = new Fetches(io, memory);
        this.remote = parts.stream().map(part -> new RemotePart(part, this)).toList();
        this.parts = remote.stream().map(RemotePart::asPart).toList();
    }

    /** The parts, to be read instead of those given. */
    public List<Part> parts() {
        return parts;
    }

    /** Tells what will be read, now that all footers are known. */
    public void expect(Table table) {
        long[] pageBytes = new long[remote.size()];
        for (Table.Source source : table.sources()) {
            Set<ChunkMeta> chunks = new HashSet<>();
            for (int column = 0; column < table.columns().size(); column++) {
                ChunkMeta chunk = source.chunk(column);
                if (chunk != null && chunks.add(chunk)) {
                    pageBytes[source.rank()] += chunk.sizeBytes();
                }
            }
        }
        synchronized (fetches) {
            for (int rank = 0; rank < pageBytes.length; rank++) {
                remote.get(rank).expect(pageBytes[rank]);
            }
            keys = KeySequence.of(table, remote);
            keys.begin(fetches.limitBytes(), this::guess);
        }
        fetches.pump();
    }

    /** Sets out for the footers of all parts. */
    private void begin() {
        synchronized (fetches) {
            if (isBegun) {
                return;
            }
            isBegun = true;
            long whole = 0;
            for (RemotePart part : remote) {
                long size = part.sizeBytes();
                if (part.isSmall() && whole + size <= fetches.limitBytes() / 2) {
                    whole += size;
                    fetches.announce(part, 0, size, true, SMALL_PART_BYTES);
                } else {
                    long tail = FooterReader.tailBytes(size);
                    fetches.announce(part, size - tail, size, true, SMALL_PART_BYTES);
                }
            }
        }
        fetches.pump();
    }

    void willNeed(RemotePart part, long offset, long length) {
        synchronized (fetches) {
            if (isWhole(part)) {
                fetches.announce(part, 0, part.sizeBytes(), true, SMALL_PART_BYTES);
            } else {
                fetches.announce(part, offset, offset + length, true, PIECE_BYTES);
            }
        }
        fetches.pump();
    }

    private boolean isWhole(RemotePart part) {
        return part.isSmall() && !fetches.isStarved();
    }

    private long guess(RemotePart part, long from, long to) {
        if (isWhole(part)) {
            fetches.announce(part, 0, part.sizeBytes(), false, SMALL_PART_BYTES);
            return part.sizeBytes();
        }
        fetches.announce(part, from, to, false, PIECE_BYTES);
        return to - from;
    }

    void read(RemotePart part, long offset, byte[] into, int at, int length) {
        begin();
        boolean isFooter = offset + length == part.sizeBytes();
        if (keys != null && !isFooter) {
            comesTo(part, offset, length);
            fetches.pump();
        }
        fetches.read(part, offset, into, at, length, isFooter);
    }

    /** A reader of pages comes to a place: what it needs and nobody announced is fetched in more than a window. */
    private void comesTo(RemotePart part, long offset, int length) {
        synchronized (fetches) {
            if (isWhole(part)) {
                fetches.announce(part, 0, part.sizeBytes(), true, SMALL_PART_BYTES);
            } else if (!fetches.covers(part, offset, offset + length)) {
                long to = Math.min(part.sizeBytes(), offset + Math.max(length, MISSED_BYTES));
                fetches.announce(part, offset, to, true, PIECE_BYTES);
            }
            keys.touched(part, offset, offset + length, fetches.limitBytes(), this::guess);
        }
    }

    /** Waits for requests under way, then gives all memory back. The parts can still be read, by a request each. */
    @Override
    public void close() {
        fetches.close();
    }
}
