package dev.daypack.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Local space for what does not fit memory: the directory of the setting {@code scratch}. Nothing in it outlives the
 * process. Thread-safe.
 *
 * <p>Space is asked for before it is used: a file is made with the bytes that it will have, and refused, with the
 * arithmetic, if the disk has not so many, less what other files of ours were promised and have not yet written.
 */
public final class Scratch {

    private final ScratchDisk disk;
    private final AtomicLong promisedBytes = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicInteger openFiles = new AtomicInteger();

    /** @param directory made when it is first needed */
    public Scratch(Path directory) {
        this(new LocalScratchDisk(directory));
    }

    public Scratch(ScratchDisk disk) {
        this.disk = disk;
    }

    /**
     * A new, empty file, closed by the caller.
     *
     * @param purpose what it holds, for messages
     * @param expectedBytes how large it will be, as far as is known; it may become larger
     * @throws ScratchException if there is no room for it, or the directory is of no use
     */
    public ScratchFile newFile(String purpose, long expectedBytes) {
        try {
            promise(purpose, expectedBytes);
            try {
                ScratchFile file = new ScratchFile(this, purpose, disk.create(), expectedBytes);
                openFiles.incrementAndGet();
                return file;
            } catch (IOException | RuntimeException e) {
                promisedBytes.addAndGet(-expectedBytes);
                throw e;
            }
        } catch (IOException e) {
            throw failure("making a file", purpose, e);
        }
    }

    /**
     * Refuses what there is no room for, before it is begun. Nothing is promised: others may be faster.
     *
     * @throws ScratchException with the arithmetic
     */
    public void requireRoom(String purpose, long bytes) {
        try {
            promise(purpose, bytes);
            promisedBytes.addAndGet(-bytes);
        } catch (IOException e) {
            throw failure("asking for the space left", purpose, e);
        }
    }

    private void promise(String purpose, long bytes) throws IOException {
        long promisedBefore = promisedBytes.getAndAdd(bytes);
        long usable = disk.usableBytes();
        if (bytes > usable - promisedBefore) {
            promisedBytes.addAndGet(-bytes);
            throw new ScratchException(purpose + " needs " + bytes + " bytes of scratch space, and " + disk.name()
                    + " has " + usable + " to spare"
                    + (promisedBefore > 0 ? ", of which " + promisedBefore + " are promised to other spills" : "")
                    + "; make room there, set scratch to a directory on a larger disk, or raise memory");
        }
    }

    /** All bytes ever written. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** All bytes ever read. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Files that are not closed. */
    public int openFiles() {
        return openFiles.get();
    }

    void wrote(long bytes, long ofThosePromised) {
        bytesWritten.addAndGet(bytes);
        promisedBytes.addAndGet(-ofThosePromised);
    }

    void read(long bytes) {
        bytesRead.addAndGet(bytes);
    }

    void closed(long promisedAndNotWritten) {
        promisedBytes.addAndGet(-promisedAndNotWritten);
        openFiles.decrementAndGet();
    }

    ScratchException failure(String doing, String purpose, IOException e) {
        return new ScratchException(
                doing + " for " + purpose + " failed in " + disk.name() + ": "
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "; make room there, or set scratch to a directory that can be written",
                e);
    }
}
