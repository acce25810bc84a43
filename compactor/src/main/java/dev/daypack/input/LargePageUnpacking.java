package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.codec.PageUnpacker;
import dev.daypack.codec.UnpackedSink;
import dev.daypack.codec.WindowTooLargeException;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.Scratch;

/**
 * Unpacks one page that is too large to be held to scratch space: fetched window by window, its CRC checked before
 * anything of it is used. Not thread-safe.
 */
final class LargePageUnpacking {

    private static final int WINDOW_BYTES = 1 << 20;

    /** A codec may hold a window of 8 MiB whatever memory is, which is what its usual levels ask for. */
    private static final int LEAST_WINDOW_LOG = 23;

    /** Buffers of the unpackers. */
    private static final long WORKING_BYTES = 512 << 10;

    private final Part part;
    private final PageHeader header;
    private final ColumnSchema column;
    private final boolean isStored;
    private final BufferPool pool;

    /** @param isStored whether the page is not compressed */
    LargePageUnpacking(Part part, PageHeader header, ColumnSchema column, boolean isStored, BufferPool pool) {
        this.part = part;
        this.header = header;
        this.column = column;
        this.isStored = isStored;
        this.pool = pool;
    }

    /**
     * Unpacks it.
     *
     * @param offset of the page's first byte in the part
     * @return the page as it is in memory elsewhere: levels of v2 pages, then the rest; to be closed
     */
    PageScratch unpack(Compression compression, long offset, Scratch scratch) {
        PageScratch page =
                new PageScratch(scratch.newFile("a page of column " + column.name(), header.uncompressedBytes));
        byte[] window = pool.bytes(Math.min(WINDOW_BYTES, Math.max(1, header.compressedBytes)));
        pool.ledger().reserve(WORKING_BYTES);
        PackedPage packed = new PackedPage(part.bytes(), offset, header.compressedBytes, window);
        try {
            unpack(isStored ? Compression.UNCOMPRESSED : compression, packed, page);
            page.seal();
            return page;
        } catch (RuntimeException e) {
            page.close();
            throw e;
        } finally {
            pool.giveBack(window);
            pool.ledger().release(WORKING_BYTES);
        }
    }

    private void unpack(Compression compression, PackedPage packed, PageScratch page) {
        MalformedDataException broken = null;
        try {
            if (isStored && header.compressedBytes != header.uncompressedBytes) {
                throw new MalformedDataException("an uncompressed page of " + header.compressedBytes + " bytes claims "
                        + header.uncompressedBytes);
            }
            int levels = header.type == PageHeader.DATA_V2 ? PageStream.levelBytes(header) : 0;
            copy(packed, levels, page);
            int body = header.uncompressedBytes - levels;
            // An empty body may be stored as no bytes at all.
            if (body > 0 || header.compressedBytes > levels) {
                PageUnpacker.unpack(compression, packed, body, windowLog(), new Body(page, levels));
            }
        } catch (MalformedDataException e) {
            broken = e;
        } catch (WindowTooLargeException e) {
            throw new MemoryExceededException(part.name() + ", column " + column.name() + ": " + e.getMessage()
                    + " is asked for by a page, which is more than a quarter of memory ("
                    + pool.ledger().limitBytes() + "); set memory to four times the window or more");
        }
        int crc = header.hasCrc ? packed.crc() : 0;
        if (header.hasCrc && crc != header.crc) {
            throw new MalformedDataException("the page's CRC is " + Integer.toHexString(crc) + ", its header says "
                    + Integer.toHexString(header.crc));
        }
        if (broken != null) {
            throw broken;
        }
    }

    private int windowLog() {
        long most = pool.ledger().limitBytes() / 4;
        return Math.min(30, Math.max(LEAST_WINDOW_LOG, Long.SIZE - 1 - Long.numberOfLeadingZeros(most)));
    }

    private static void copy(PackedPage packed, int count, PageScratch page) {
        byte[] buffer = new byte[8 << 10];
        for (int left = count; left > 0; ) {
            int some = packed.read(buffer, 0, Math.min(left, buffer.length));
            if (some < 0) {
                throw new MalformedDataException("the page ends inside its levels");
            }
            page.append(buffer, 0, some);
            left -= some;
        }
    }

    /** What stands behind the levels. */
    private record Body(PageScratch page, long start) implements UnpackedSink {

        @Override
        public void append(byte[] bytes, int from, int to) {
            page.append(bytes, from, to);
        }

        @Override
        public byte at(long place) {
            return page.at(start + place);
        }
    }
}
