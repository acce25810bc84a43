package dev.daypack.memory;

import java.util.function.LongConsumer;

/**
 * Counts the bytes of all buffers of one run against the {@code memory} setting: how many are held now, and the most
 * ever held. Each partition-day has a ledger of its own within that of the run ({@link #part}), so its peak is its own,
 * and so is the room it has.
 *
 * <p>Buffers that only wait for their next use are not held, but set aside, up to three quarters of the setting
 * together with what is held; beyond that they are let go of. Thread-safe.
 */
public final class MemoryLedger {

    private final long limitBytes;

    /** Of the run; null if this is it. */
    private final MemoryLedger whole;

    private long roomBytes;
    private long heldBytes;
    private long peakBytes;

    /** Of the run only, as is who lets go of it. */
    private long asideBytes;

    private LongConsumer letGo = bytes -> {};

    public MemoryLedger(long limitBytes) {
        this(limitBytes, null);
    }

    private MemoryLedger(long limitBytes, MemoryLedger whole) {
        this.limitBytes = limitBytes;
        this.roomBytes = limitBytes;
        this.whole = whole;
    }

    /** A ledger for a part of the work; what it counts is counted here too. */
    public MemoryLedger part() {
        return new MemoryLedger(limitBytes, whole());
    }

    private MemoryLedger whole() {
        return whole == null ? this : whole;
    }

    /** The setting, whatever part of it is allotted. */
    public long limitBytes() {
        return limitBytes;
    }

    /**
     * How much of the setting this part of the work may use; all of it until this is called.
     *
     * @param bytes all that it may hold
     * @param workBytes of them, what comes and goes with the work: nothing that could be given up may stand in its way
     */
    public synchronized void allot(long bytes, long workBytes) {
        roomBytes = Math.min(bytes, limitBytes) - workBytes;
    }

    public void reserve(long bytes) {
        synchronized (this) {
            heldBytes = Math.addExact(heldBytes, bytes);
            peakBytes = Math.max(peakBytes, heldBytes);
        }
        if (whole == null) {
            makeRoom();
        } else {
            whole.reserve(bytes);
        }
    }

    public void release(long bytes) {
        synchronized (this) {
            heldBytes -= bytes;
            if (heldBytes < 0) {
                throw new IllegalStateException("released " + -heldBytes + " bytes more than were reserved");
            }
        }
        if (whole != null) {
            whole.release(bytes);
        }
    }

    public synchronized long heldBytes() {
        return heldBytes;
    }

    /** Whether holding on to {@code bytes} that are held already leaves room for {@code reserveBytes} of new work. */
    public synchronized boolean hasRoomFor(long reserveBytes) {
        return heldBytes + reserveBytes <= roomBytes;
    }

    /** The most ever held. */
    public synchronized long peakBytes() {
        return peakBytes;
    }

    /** Who is told to let go of so many bytes of what it has set aside. */
    synchronized void whenShort(LongConsumer keeper) {
        letGo = keeper;
    }

    /** Counts bytes that are kept for reuse; false if there is no room for that. */
    boolean setAside(long bytes) {
        return whole().aside(bytes);
    }

    private synchronized boolean aside(long bytes) {
        if (heldBytes + asideBytes + bytes > keptBytes()) {
            return false;
        }
        asideBytes += bytes;
        return true;
    }

    /** Up to here nothing is let go of. What lies above is for what is held, and for the garbage collector. */
    private long keptBytes() {
        return limitBytes - limitBytes / 4;
    }

    /** What was set aside is used again, or gone. */
    void takeBack(long bytes) {
        whole().back(bytes);
    }

    private synchronized void back(long bytes) {
        asideBytes -= bytes;
    }

    /** Kept for reuse by the whole run. */
    public long asideBytes() {
        MemoryLedger run = whole();
        synchronized (run) {
            return run.asideBytes;
        }
    }

    private void makeRoom() {
        long tooMany;
        synchronized (this) {
            tooMany = Math.min(asideBytes, heldBytes + asideBytes - keptBytes());
        }
        if (tooMany > 0) {
            letGo.accept(tooMany);
        }
    }
}
