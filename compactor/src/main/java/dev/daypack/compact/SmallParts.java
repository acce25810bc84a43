package dev.daypack.compact;

import dev.daypack.memory.MemoryLedger;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Small parts of a remote store, fetched whole: one request for a part instead of one for each of its column chunks.
 * Reading one also fetches those that come next, so that the requests overlap. What was not used for longest is let go
 * when its share of memory is full, and fetched again if it is wanted again. Thread-safe.
 */
final class SmallParts implements AutoCloseable {

    /** Larger parts are read by ranges. */
    static final int MAX_PART_BYTES = 4 << 20;

    /** So many parts are fetched ahead of the one that is read. */
    private static final int AHEAD = 8;

    private final ObjectStore raw;
    private final List<ObjectStat> parts;
    private final Executor io;
    private final MemoryLedger ledger;
    private final long budgetBytes;

    /** By rank, the one used last at the end. Guarded by itself. */
    private final Map<Integer, CompletableFuture<byte[]>> kept = new LinkedHashMap<>(16, 0.75f, true);

    private long keptBytes;
    private boolean isClosed;

    SmallParts(ObjectStore raw, List<ObjectStat> parts, Executor io, MemoryLedger ledger) {
        this.raw = raw;
        this.parts = parts;
        this.io = io;
        this.ledger = ledger;
        this.budgetBytes = ledger.limitBytes() / 4;
    }

    boolean has(int rank) {
        return parts.get(rank).sizeBytes() <= Math.min(MAX_PART_BYTES, budgetBytes);
    }

    /** Reads a range of one part. A footer, which is read long before the rest, does not fetch the whole. */
    void read(int rank, long offset, byte[] into, int at, int length) {
        ObjectStat part = parts.get(rank);
        boolean isTail = offset + length == part.sizeBytes() && offset > 0;
        CompletableFuture<byte[]> bytes = isTail ? present(rank) : wanted(rank);
        if (bytes == null) {
            raw.read(part.key(), part.etag(), offset, into, at, length);
            return;
        }
        System.arraycopy(Futures.await(bytes), Math.toIntExact(offset), into, at, length);
    }

    private CompletableFuture<byte[]> present(int rank) {
        synchronized (kept) {
            return kept.get(rank);
        }
    }

    /** The part, fetched by this thread if nobody has, and the next ones on their way. */
    private CompletableFuture<byte[]> wanted(int rank) {
        CompletableFuture<byte[]> mine = null;
        CompletableFuture<byte[]> bytes;
        synchronized (kept) {
            bytes = kept.get(rank);
            if (bytes == null) {
                mine = admit(rank);
                bytes = mine;
            }
        }
        if (mine != null) {
            fetchAhead(rank);
            fetch(rank, mine);
        }
        return bytes;
    }

    private void fetchAhead(int rank) {
        for (int next = rank + 1; next < Math.min(parts.size(), rank + 1 + AHEAD); next++) {
            CompletableFuture<byte[]> future;
            synchronized (kept) {
                boolean fits = has(next) && keptBytes + parts.get(next).sizeBytes() <= budgetBytes;
                if (isClosed || !fits || kept.containsKey(next)) {
                    continue;
                }
                future = admit(next);
            }
            int ahead = next;
            io.execute(() -> fetch(ahead, future));
        }
    }

    /** Makes room, letting go of what was not used for longest. */
    private CompletableFuture<byte[]> admit(int rank) {
        long size = parts.get(rank).sizeBytes();
        Iterator<Map.Entry<Integer, CompletableFuture<byte[]>>> eldest =
                kept.entrySet().iterator();
        while (keptBytes + size > budgetBytes && eldest.hasNext()) {
            Map.Entry<Integer, CompletableFuture<byte[]>> entry = eldest.next();
            if (entry.getValue().isDone()) {
                eldest.remove();
                account(-parts.get(entry.getKey()).sizeBytes());
            }
        }
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        kept.put(rank, future);
        account(size);
        return future;
    }

    private void account(long bytes) {
        keptBytes += bytes;
        if (bytes > 0) {
            ledger.reserve(bytes);
        } else {
            ledger.release(-bytes);
        }
    }

    private void fetch(int rank, CompletableFuture<byte[]> future) {
        ObjectStat part = parts.get(rank);
        byte[] bytes = new byte[Math.toIntExact(part.sizeBytes())];
        try {
            raw.read(part.key(), part.etag(), 0, bytes, 0, bytes.length);
            future.complete(bytes);
        } catch (RuntimeException e) {
            forget(rank, future);
            future.completeExceptionally(e);
        }
    }

    private void forget(int rank, CompletableFuture<byte[]> future) {
        synchronized (kept) {
            if (kept.remove(rank, future)) {
                account(-parts.get(rank).sizeBytes());
            }
        }
    }

    /** Waits for what is on its way, then lets go of all. */
    @Override
    public void close() {
        List<CompletableFuture<byte[]>> underWay;
        synchronized (kept) {
            isClosed = true;
            underWay = List.copyOf(kept.values());
        }
        underWay.forEach(future -> future.exceptionally(failure -> new byte[0]).join());
        synchronized (kept) {
            kept.clear();
            account(-keptBytes);
        }
    }
}
