package dev.daypack.compact;

import dev.daypack.input.FooterReader;
import dev.daypack.input.Part;
import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest parts of a day, kept from the time when their footers are read: that takes in all of such a part anyway,
 * and opening a file ten times more to read ten columns of a few kilobytes costs more than they do. Only as many parts
 * as fit a small budget; the others are read as they are. Thread-safe.
 */
final class WholeParts implements AutoCloseable {

    /** For the parts of one day together. */
    static final long MAX_BYTES = 2 << 20;

    private final BufferPool pool;
    private final List<Part> parts = new ArrayList<>();
    private final List<Whole> wholes = new ArrayList<>();
    private long bytes;

    /** @param given by rank */
    WholeParts(List<Part> given, BufferPool pool) {
        this.pool = pool;
        for (Part part : given) {
            parts.add(keeps(part) ? keeping(part) : part);
        }
    }

    private boolean keeps(Part part) {
        int size = FooterReader.tailBytes(part.sizeBytes());
        return size == part.sizeBytes() && bytes + BufferPool.lentBytes(size, 1) <= MAX_BYTES;
    }

    private Part keeping(Part part) {
        Whole whole = new Whole(part);
        wholes.add(whole);
        bytes += BufferPool.lentBytes(Math.toIntExact(part.sizeBytes()), 1);
        return new Part(part.name(), part.sizeBytes(), whole::read);
    }

    /** The parts, to be read instead of those given. */
    List<Part> parts() {
        return parts;
    }

    /** Kept when all have been read. */
    long bytes() {
        return bytes;
    }

    /** After the last read. */
    @Override
    public void close() {
        wholes.forEach(Whole::giveBack);
    }

    /** One part, read by whoever comes first. */
    private final class Whole {
        private final Part part;
        private byte[] kept;

        Whole(Part part) {
            this.part = part;
        }

        void read(long offset, byte[] into, int at, int length) {
            System.arraycopy(bytes(), Math.toIntExact(offset), into, at, length);
        }

        private synchronized byte[] bytes() {
            if (kept == null) {
                int size = Math.toIntExact(part.sizeBytes());
                byte[] array = pool.bytes(size);
                try {
                    part.bytes().read(0, array, 0, size);
                } catch (RuntimeException | Error e) {
                    pool.giveBack(array);
                    throw e;
                }
                kept = array;
            }
            return kept;
        }

        synchronized void giveBack() {
            if (kept != null) {
                pool.giveBack(kept);
                kept = null;
            }
        }
    }
}
