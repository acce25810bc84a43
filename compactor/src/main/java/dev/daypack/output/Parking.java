package dev.daypack.output;

import dev.daypack.memory.MemoryLedger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for readers that wait for the next row group with page and dictionary in hand. Who finds none spills the rest of
 * its rows. So however many sources are open at once, no page is read twice. Shared by all columns; thread-safe.
 */
final class Parking {

    /** Decoders, header and stream of a reader, which are in no account. */
    private static final long READER_BYTES = 4 << 10;

    /** So much of memory is left free for tasks to go on while readers are parked. */
    private static final long TASKS_SHARE = 4;

    /** Readers that hold no more have some room to themselves: to spill their rows costs more than to keep them. */
    private static final long SMALL_BYTES = 32 << 10;

    private static final int SMALL_SHARE = 4;

    /** Even small ones are many where sources are many: this share of memory is never theirs. */
    private static final long WORK_SHARE = 8;

    private final long limitBytes;
    private final AtomicLong parkedBytes = new AtomicLong();

    private final MemoryLedger ledger;

    /** @param limitBytes whatever room the ledger has beside */
    Parking(long limitBytes, MemoryLedger ledger) {
        this.limitBytes = limitBytes;
        this.ledger = ledger;
    }

    /**
     * Takes room for a reader.
     *
     * @param heldBytes that the ledger knows of
     * @return the bytes to be given back by {@link #leave}, or 0 if there is no room
     */
    long enter(long heldBytes) {
        long bytes = heldBytes + READER_BYTES;
        boolean isSmall = heldBytes <= SMALL_BYTES;
        long most = isSmall ? limitBytes : limitBytes - limitBytes / SMALL_SHARE;
        boolean isInTheWay = !ledger.hasRoomFor(ledger.limitBytes() / (isSmall ? WORK_SHARE : TASKS_SHARE));
        if (parkedBytes.addAndGet(bytes) > most || isInTheWay) {
            parkedBytes.addAndGet(-bytes);
            return 0;
        }
        return bytes;
    }

    void leave(long bytes) {
        parkedBytes.addAndGet(-bytes);
    }
}
