package dev.daypack.memory;

/**
 * Counts the bytes of all buffers of one run against the {@code memory} setting: how many are held now, and the most
 * ever held. Thread-safe.
 */
public final class MemoryLedger {

    private final long limitBytes;
    private long heldBytes;
    private long peakBytes;

    public MemoryLedger(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }

    public synchronized void reserve(long bytes) {
        heldBytes = Math.addExact(heldBytes, bytes);
        peakBytes = Math.max(peakBytes, heldBytes);
    }

    public synchronized void release(long bytes) {
        heldBytes -= bytes;
        if (heldBytes < 0) {
            throw new IllegalStateException("released " + bytes + " bytes more than were reserved");
        }
    }

    public synchronized long heldBytes() {
        return heldBytes;
    }

    /** Whether holding on to {@code bytes} that are held already leaves room for {@code reserveBytes} of new work. */
    public synchronized boolean hasRoomFor(long reserveBytes) {
        return heldBytes + reserveBytes <= limitBytes;
    }

    public synchronized long peakBytes() {
        return peakBytes;
    }

    /** Starts a new measurement of the peak at what is held now. */
    public synchronized void resetPeak() {
        peakBytes = heldBytes;
    }
}
