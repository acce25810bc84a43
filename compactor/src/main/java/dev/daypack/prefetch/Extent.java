package dev.daypack.prefetch;

import java.util.concurrent.CompletableFuture;

/**
 * A range of a part that is fetched by one request, and kept until it was read or its room is wanted. All but the bytes
 * is guarded by the read-ahead that it belongs to.
 */
final class Extent {

    /** From announced to there. */
    enum State {
        WAITING,
        FETCHING,
        READY
    }

    final RemotePart part;
    final long offset;
    final int length;
    final CompletableFuture<byte[]> done = new CompletableFuture<>();

    /** What was read of it, counted from its start. */
    final Coverage read = new Coverage();

    State state = State.WAITING;

    /** How many are reading it now; while there are any it stays. */
    int readers;

    Extent(RemotePart part, long offset, int length) {
        this.part = part;
        this.offset = offset;
        this.length = length;
    }

    long end() {
        return offset + length;
    }

    /** Whether all was read that is worth reading: of a whole part its pages, not what lies between or behind them. */
    boolean isConsumed() {
        return read.bytes() >= Math.min(length, length == part.sizeBytes() ? part.pageBytes() : length);
    }
}
