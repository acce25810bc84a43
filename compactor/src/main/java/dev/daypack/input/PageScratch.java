package dev.daypack.input;

import dev.daypack.codec.UnpackedSink;
import dev.daypack.memory.ScratchException;
import dev.daypack.memory.ScratchFile;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * An unpacked page in scratch space. What it says is digested only when it is read back, so it must come back as it was
 * written: each block has a CRC, kept in memory. Written first, then sealed and read. Not thread-safe.
 */
final class PageScratch implements UnpackedSink, AutoCloseable {

    static final int BLOCK_BYTES = 8 << 10;

    private final ScratchFile file;
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[BLOCK_BYTES];
    private int[] crcs = new int[16];
    private int blocks;
    private int filled;
    private long size;

    PageScratch(ScratchFile file) {
        this.file = file;
    }

    @Override
    public void append(byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            int some = Math.min(to - at, BLOCK_BYTES - filled);
            System.arraycopy(bytes, at, block, filled, some);
            filled += some;
            size += some;
            at += some;
            if (filled == BLOCK_BYTES) {
                writeBlock();
            }
        }
    }

    private void writeBlock() {
        file.append(block, 0, filled);
        crc.reset();
        crc.update(block, 0, filled);
        if (blocks == crcs.length) {
            crcs = Arrays.copyOf(crcs, 2 * blocks);
        }
        crcs[blocks++] = (int) crc.getValue();
        filled = 0;
    }

    /** Nothing will be appended. */
    void seal() {
        if (filled > 0) {
            writeBlock();
        }
    }

    @Override
    public byte at(long place) {
        long written = size - filled;
        if (place >= written) {
            return block[(int) (place - written)];
        }
        byte[] one = new byte[1];
        file.read(place, one, 0, 1);
        return one[0];
    }

    long size() {
        return size;
    }

    /**
     * Reads a block, once sealed.
     *
     * @return its bytes
     * @throws ScratchException if it is not as it was written
     */
    int read(int number, byte[] into) {
        long place = (long) number * BLOCK_BYTES;
        int length = (int) Math.min(BLOCK_BYTES, size - place);
        file.read(place, into, 0, length);
        crc.reset();
        crc.update(into, 0, length);
        if ((int) crc.getValue() != crcs[number]) {
            throw new ScratchException("scratch space gave back other bytes than were written, at byte " + place
                    + " of a page; look after that disk, or set scratch to a directory on another");
        }
        return length;
    }

    @Override
    public void close() {
        file.close();
    }
}
