package dev.daypack.memory;

/**
 * A share of the memory setting that one purpose may use up. What it counts does not depend on how fast other threads
 * are, so what fits one day fits it every time. Not thread-safe.
 */
public final class MemoryShare {

    private final long limitBytes;
    private long usedBytes;

    public MemoryShare(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes bytes out of the share, if there are so many left. */
    public boolean tryTake(long bytes) {
        if (bytes > leftBytes()) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    public void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    public long usedBytes() {
        return usedBytes;
    }

    public long leftBytes() {
        return limitBytes - usedBytes;
    }
}
