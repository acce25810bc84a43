package dev.daypack.prefetch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Fetches extents, many at once, within the memory for it. What was announced waits until there is room, there and in
 * the ledger of all buffers; what a reader comes to before that is fetched at once. Room is made of extents that were
 * read; only a reader in need takes that of others, those that were not touched for longest.
 *
 * <p>A request that fails is told to the readers of its extent, and to nobody if there are none: whoever comes later
 * asks again. All state is guarded by this object's monitor, which is never held during a request.
 */
final class Fetches {

    /** Requests under way at once, besides those that readers make themselves. */
    static final int MAX_IN_FLIGHT = 80;

    /** A guess leaves a quarter of the memory for what is known to be wanted. */
    private static final int GUESSES_OF_4 = 3;

    private final Executor io;
    private final FetchMemory memory;
    private final Set<Extent> urgent = new LinkedHashSet<>();
    private final Set<Extent> guessed = new LinkedHashSet<>();
    private final Set<Extent> inFlight = new LinkedHashSet<>();

    /** Fetched and not read whole yet, the one touched last at the end. */
    private final Set<Extent> unread = new LinkedHashSet<>();

    /** Read whole, the one touched last at the end. */
    private final Set<Extent> consumed = new LinkedHashSet<>();

    private boolean isClosed;
    private boolean isStarved;

    Fetches(Executor io, FetchMemory memory) {
        this.io = io;
        this.memory = memory;
    }

    long limitBytes() {
        return memory.limitBytes();
    }

    /** Whether something had to go before it was read: there is less memory than the order of work would need. */
    synchronized boolean isStarved() {
        return isStarved;
    }

    /** Sees to it that a range is there soon; what is there of it stays. */
    synchronized void announce(RemotePart part, long from, long to, boolean isUrgent, int pieceBytes) {
        if (isClosed) {
            return;
        }
        long at = from;
        while (at < to) {
            Extent extent = covering(part, at);
            if (extent == null) {
                long end = Math.min(Math.min(to, at + pieceBytes), nextStart(part, at));
                extent = new Extent(part, at, Math.toIntExact(end - at));
                part.extents.put(at, extent);
                (isUrgent ? urgent : guessed).add(extent);
            } else {
                wantAgain(extent, isUrgent);
            }
            at = extent.end();
        }
    }

    private void wantAgain(Extent extent, boolean isUrgent) {
        if (isUrgent && guessed.remove(extent)) {
            urgent.add(extent);
        }
        if (consumed.remove(extent)) {
            consumed.add(extent);
        }
    }

    /** Whether all of a range is there, or to come. */
    synchronized boolean covers(RemotePart part, long from, long to) {
        long at = from;
        while (at < to) {
            Extent extent = covering(part, at);
            if (extent == null) {
                return false;
            }
            at = extent.end();
        }
        return true;
    }

    /** The extent that has a byte, or null. */
    private static Extent covering(RemotePart part, long at) {
        var entry = part.extents.floorEntry(at);
        return entry != null && entry.getValue().end() > at ? entry.getValue() : null;
    }

    private static long nextStart(RemotePart part, long at) {
        Long next = part.extents.higherKey(at);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Starts what there is room for. */
    void pump() {
        List<Extent> started = new ArrayList<>();
        synchronized (this) {
            start(urgent, memory.limitBytes(), started);
            start(guessed, memory.limitBytes() / 4 * GUESSES_OF_4, started);
        }
        started.forEach(this::startFetching);
    }

    private void startFetching(Extent extent) {
        try {
            io.execute(() -> fetch(extent));
        } catch (RejectedExecutionException e) {
            failed(extent, null, e);
        }
    }

    private void start(Set<Extent> waiting, long withinBytes, List<Extent> started) {
        Iterator<Extent> next = waiting.iterator();
        boolean mayFree = true;
        while (memory.isLedgerFull() && mayFree) {
            mayFree = dropOne(consumed);
        }
        while (next.hasNext() && inFlight.size() < MAX_IN_FLIGHT && !memory.isLedgerFull()) {
            Extent extent = next.next();
            if (!makeRoom(extent.length, withinBytes)) {
                return;
            }
            next.remove();
            extent.state = Extent.State.FETCHING;
            inFlight.add(extent);
            started.add(extent);
        }
    }

    /** Takes memory, of what was read already if need be. */
    private boolean makeRoom(int bytes, long withinBytes) {
        boolean taken = memory.tryTake(bytes, withinBytes);
        while (!taken && dropOne(consumed)) {
            taken = memory.tryTake(bytes, withinBytes);
        }
        return taken;
    }

    private boolean dropOne(Set<Extent> kept) {
        for (Extent extent : kept) {
            if (extent.readers == 0) {
                drop(extent);
                return true;
            }
        }
        return false;
    }

    private void drop(Extent extent) {
        consumed.remove(extent);
        unread.remove(extent);
        extent.part.extents.remove(extent.offset, extent);
        memory.takeBack(extent.done.join());
        memory.give(extent.length);
    }

    private void fetch(Extent extent) {
        byte[] bytes = null;
        try {
            bytes = memory.lend(extent.length);
            extent.part.fetch(extent.offset, bytes, 0, extent.length);
        } catch (RuntimeException | Error e) {
            failed(extent, bytes, e);
            return;
        }
        synchronized (this) {
            inFlight.remove(extent);
            extent.state = Extent.State.READY;
            (extent.isConsumed() ? consumed : unread).add(extent);
            extent.done.complete(bytes);
        }
        pump();
    }

    private void failed(Extent extent, byte[] bytes, Throwable failure) {
        if (bytes != null) {
            memory.takeBack(bytes);
        }
        synchronized (this) {
            inFlight.remove(extent);
            extent.part.extents.remove(extent.offset, extent);
            memory.give(extent.length);
        }
        extent.done.completeExceptionally(failure);
        pump();
    }

    /**
     * Reads a range from what is there, or on its way; asks at once for what is neither.
     *
     * @param isFooter whether nobody will read it again
     */
    void read(RemotePart part, long offset, byte[] into, int at, int length, boolean isFooter) {
        int done = 0;
        while (done < length) {
            long from = offset + done;
            int left = length - done;
            boolean isMine = false;
            Extent extent;
            long gapEnd = 0;
            synchronized (this) {
                extent = isClosed ? null : covering(part, from);
                if (extent == null) {
                    gapEnd = isClosed ? Long.MAX_VALUE : nextStart(part, from);
                } else {
                    extent.readers++;
                    isMine = extent.state == Extent.State.WAITING && claim(extent);
                }
            }
            if (extent == null) {
                int count = (int) Math.min(left, gapEnd - from);
                part.fetch(from, into, at + done, count);
                done += count;
                continue;
            }
            if (isMine) {
                fetch(extent);
            }
            done += copy(extent, from, into, at + done, left, isFooter);
        }
    }

    /** Takes a waiting extent out of its queue: somebody needs it now. */
    private boolean claim(Extent extent) {
        urgent.remove(extent);
        guessed.remove(extent);
        extent.state = Extent.State.FETCHING;
        inFlight.add(extent);
        while (!makeRoom(extent.length, memory.limitBytes())) {
            if (!dropOne(unread)) {
                memory.take(extent.length);
                return true;
            }
            isStarved = true;
        }
        return true;
    }

    private int copy(Extent extent, long offset, byte[] into, int at, int length, boolean isFooter) {
        int from = (int) (offset - extent.offset);
        int count = Math.min(length, extent.length - from);
        try {
            System.arraycopy(await(extent), from, into, at, count);
        } finally {
            synchronized (this) {
                extent.readers--;
                touched(extent, from, from + count, isFooter);
            }
        }
        return count;
    }

    private static byte[] await(Extent extent) {
        try {
            return extent.done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private void touched(Extent extent, int from, int to, boolean isFooter) {
        if (!unread.remove(extent) && !consumed.remove(extent)) {
            return;
        }
        boolean isTail = isFooter && extent.length < extent.part.sizeBytes();
        if (!isFooter) {
            extent.read.add(from, to);
        }
        (isTail || extent.isConsumed() ? consumed : unread).add(extent);
        if (isTail && extent.readers == 0) {
            drop(extent);
        }
    }

    /** Waits for what is on its way, then lets go of all. Reads that come later ask the store. */
    void close() {
        List<Extent> underWay;
        synchronized (this) {
            isClosed = true;
            for (Set<Extent> waiting : List.of(urgent, guessed)) {
                waiting.forEach(extent -> extent.done.completeExceptionally(new CancellationException()));
                waiting.clear();
            }
            underWay = List.copyOf(inFlight);
        }
        underWay.forEach(extent -> extent.done.exceptionally(failure -> null).join());
        synchronized (this) {
            List.copyOf(unread).forEach(this::drop);
            List.copyOf(consumed).forEach(this::drop);
        }
    }
}
