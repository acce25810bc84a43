package dev.daypack.memory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** One file of {@link Scratch}: bytes are appended, and read by their place. It is gone once closed. Thread-safe. */
public final class ScratchFile implements AutoCloseable {

    private final Scratch scratch;
    private final String purpose;
    private final ScratchDisk.Extent extent;
    private long promisedBytes;
    private long size;
    private boolean isClosed;

    ScratchFile(Scratch scratch, String purpose, ScratchDisk.Extent extent, long promisedBytes) {
        this.scratch = scratch;
        this.purpose = purpose;
        this.extent = extent;
        this.promisedBytes = promisedBytes;
    }

    /**
     * Adds {@code bytes[from .. to)} at the end.
     *
     * @return where they stand now
     * @throws ScratchException if the disk is full or fails
     */
    public long append(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        int length = to - from;
        long at = advance(length);
        write(at, bytes, from, length);
        return at;
    }

    private void write(long at, byte[] bytes, int from, int length) {
        try {
            extent.write(bytes, from, length, at);
        } catch (ClosedByInterruptException e) {
            throw stopped(e);
        } catch (IOException e) {
            throw scratch.failure("writing " + length + " bytes at " + at, purpose, e);
        }
    }

    /** Writes {@code bytes[from .. to)} anew at a place where bytes were appended before and are of no use now. */
    public void overwrite(long offset, byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        Objects.checkFromIndexSize(offset, to - from, size());
        scratch.wrote(to - from, 0);
        write(offset, bytes, from, to - from);
    }

    private synchronized long advance(int length) {
        long promised = Math.min(length, promisedBytes);
        promisedBytes -= promised;
        scratch.wrote(length, promised);
        long at = size;
        size += length;
        return at;
    }

    /**
     * Reads {@code length} bytes from {@code offset} on to {@code into[at .. at + length)}. They were appended by a
     * call that has returned.
     *
     * @throws ScratchException if the disk fails
     */
    public void read(long offset, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(at, length, into.length);
        Objects.checkFromIndexSize(offset, length, size());
        try {
            extent.read(into, at, length, offset);
        } catch (ClosedByInterruptException e) {
            throw stopped(e);
        } catch (IOException e) {
            throw scratch.failure("reading " + length + " bytes at " + offset, purpose, e);
        }
        scratch.read(length);
    }

    /** An interrupt closes the file under everybody; only a run that is stopped interrupts its workers. */
    private static CancellationException stopped(ClosedByInterruptException e) {
        CancellationException stopped = new CancellationException("the run was asked to stop");
        stopped.initCause(e);
        return stopped;
    }

    public synchronized long size() {
        return size;
    }

    /** Frees the space; a second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            scratch.closed(promisedBytes);
            promisedBytes = 0;
        }
        try {
            extent.close();
        } catch (IOException e) {
            throw scratch.failure("closing a file", purpose, e);
        }
    }
}
