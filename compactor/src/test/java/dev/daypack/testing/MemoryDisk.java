package dev.daypack.testing;

import dev.daypack.memory.ScratchDisk;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Scratch space in memory that can be small, and that can fail at a write. */
public final class MemoryDisk implements ScratchDisk {

    private final long capacityBytes;
    private final long failingWrite;
    private long usedBytes;
    private long writes;

    /** Has 1 GiB. */
    public MemoryDisk() {
        this(1L << 30, Long.MAX_VALUE);
    }

    /** @param failingWrite number of the write that fails, from 0, and all that follow */
    public MemoryDisk(long capacityBytes, long failingWrite) {
        this.capacityBytes = capacityBytes;
        this.failingWrite = failingWrite;
    }

    @Override
    public String name() {
        return "/scratch";
    }

    @Override
    public synchronized long usableBytes() {
        return capacityBytes - usedBytes;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    public synchronized long writes() {
        return writes;
    }

    @Override
    public Extent create() {
        return new MemoryExtent();
    }

    private final class MemoryExtent implements Extent {
        private byte[] content = {};
        private int size;

        @Override
        public void write(byte[] bytes, int from, int length, long at) throws IOException {
            synchronized (MemoryDisk.this) {
                int end = Math.toIntExact(at + length);
                int more = Math.max(0, end - size);
                if (writes++ >= failingWrite || more > capacityBytes - usedBytes) {
                    throw new IOException("No space left on device");
                }
                usedBytes += more;
                if (end > content.length) {
                    content = Arrays.copyOf(content, Math.max(end, 2 * content.length));
                }
                System.arraycopy(bytes, from, content, (int) at, length);
                size += more;
            }
        }

        @Override
        public void read(byte[] into, int from, int length, long at) throws IOException {
            synchronized (MemoryDisk.this) {
                if (at + length > size) {
                    throw new EOFException("the extent has " + size + " bytes");
                }
                System.arraycopy(content, Math.toIntExact(at), into, from, length);
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                usedBytes -= size;
                size = 0;
                content = new byte[0];
            }
        }
    }
}
