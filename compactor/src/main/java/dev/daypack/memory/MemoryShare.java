package dev.daypack.memory;

/**
 * A share of the memory setting that one purpose may use up. What it counts does not depend on how fast other threads
 * are, so whether a day's work fits is the same every time. Not thread-safe.
 */
public final class MemoryShare {

    private final String purpose;
    private final long limitBytes;
    private long usedBytes;
    private long peakBytes;

    public MemoryShare(String purpose, long limitBytes) {
        this.purpose = purpose;
        this.limitBytes = limitBytes;
    }

    /**
     * Takes bytes out of the share.
     *
     * @param what for the message, such as a part's name
     * @throws MemoryExceededException if there are not so many left
     */
    public void take(long bytes, String what) {
        if (bytes > limitBytes - usedBytes) {
            throw new MemoryExceededException(
                    what + " needs " + bytes + " bytes for " + purpose + ", where " + usedBytes
                            + " of " + limitBytes + " are in use (half of memory); set memory to "
                            + 2 * (usedBytes + bytes) + " or more");
        }
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    public void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    /** The most ever in use. */
    public long peakBytes() {
        return peakBytes;
    }
}
