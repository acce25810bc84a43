package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.encoding.ValueTooLongException;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import java.util.zip.CRC32;

/**
 * The pages of one column chunk in file order, each decompressed whole. The page is the unit of reading: compressed
 * bytes come in windows of what the source says, at most 1 MiB (or one page, if that is larger), so a chunk of any size
 * takes the memory of one window and one page. A data page that memory does not bear is unpacked to scratch space and
 * given out in pieces ({@link LargePage}).
 *
 * <p>A stream can be parked between uses: it then holds no window, and the page only if the caller wants so.
 * Not thread-safe.
 */
final class PageStream {

    /** Data pages of more than one in so many parts of memory go through scratch space. */
    private static final int LARGE_SHARE = 32;

    /** A header holds a few numbers and two bounds. */
    private static final int MAX_HEADER_BYTES = 16 << 20;

    private final Part part;
    private final ColumnSchema schema;
    private final String column;
    private final ChunkMeta chunk;
    private final InputLimits limits;
    private final BufferPool pool;
    private final long chunkEnd;
    private final PageHeader header = new PageHeader();
    private final CRC32 crc = new CRC32();
    private final InspectionWatch watch;

    private byte[] window;
    private int windowFrom;
    private int windowTo;
    /** File offset of the byte that follows the window. */
    private long fetched;

    private long pageOffset;
    private byte[] pageBuffer;
    private byte[] page;
    private boolean isPageInWindow;
    private int pageFrom;
    private int pageTo;

    /** The present page, if it is too large to be held; it is given out in pieces. */
    private LargePage large;

    private boolean isContinued;

    PageStream(
            Part part,
            ColumnSchema column,
            ChunkMeta chunk,
            InputLimits limits,
            BufferPool pool,
            InspectionWatch watch) {
        this.part = part;
        this.schema = column;
        this.column = column.name();
        this.chunk = chunk;
        this.limits = limits;
        this.pool = pool;
        this.watch = watch;
        this.fetched = chunk.offset();
        this.chunkEnd = chunk.offset() + chunk.sizeBytes();
    }

    /** Header of the present page. */
    PageHeader header() {
        return header;
    }

    /** The present page: for v2 pages the levels, then the decompressed values. Valid until the next call. */
    byte[] page() {
        return page;
    }

    int pageFrom() {
        return pageFrom;
    }

    int pageTo() {
        return pageTo;
    }

    /** File offset of the header of the present page. */
    long pageOffset() {
        return pageOffset;
    }

    /** Moves to the next data or dictionary page; false at the end of the chunk. */
    boolean next(Decompressors decompressors) {
        decompressors.checkWanted();
        isContinued = large != null && large.hasMore();
        if (isContinued) {
            nextPiece();
            return true;
        }
        closeLarge();
        do {
            if (windowFrom == windowTo && fetched == chunkEnd) {
                return false;
            }
            readHeader();
            checkSizes(decompressors);
            watch.page(header, pageOffset);
            if (isLarge(decompressors)) {
                openLarge(decompressors);
                return true;
            }
            ensure(header.compressedBytes);
            if (header.type == PageHeader.INDEX) {
                windowFrom += header.compressedBytes;
            }
        } while (header.type == PageHeader.INDEX);
        try {
            checkCrc();
            watch.intact();
            decompress(decompressors);
        } catch (MalformedDataException e) {
            throw corrupt(e.getMessage(), e);
        }
        windowFrom += header.compressedBytes;
        return true;
    }

    /** Whether the page is a further piece of the one before, and has its offset. */
    boolean isContinued() {
        return isContinued;
    }

    /** Whether pieces of the present page follow. */
    boolean hasPieces() {
        return large != null && large.hasMore();
    }

    private boolean isLarge(Decompressors decompressors) {
        boolean isData = header.type == PageHeader.DATA || header.type == PageHeader.DATA_V2;
        // The old framing of LZ4 may be none, which only the whole page tells.
        return isData
                && chunk.compression() != Compression.LZ4
                && decompressors.scratch() != null
                && Math.max(header.uncompressedBytes, header.compressedBytes)
                        > pool.ledger().limitBytes() / LARGE_SHARE
                && header.valueCount > 0;
    }

    /** Unpacks the page to scratch space, and takes its first piece. */
    private void openLarge(Decompressors decompressors) {
        try {
            LargePageUnpacking unpacking = new LargePageUnpacking(part, header, schema, isStored(), pool);
            PageScratch unpacked = unpacking.unpack(chunk.compression(), nextOffset(), decompressors.scratch());
            try {
                watch.intact();
                large = new LargePage(unpacked, header, schema, limits, pool);
            } catch (RuntimeException e) {
                unpacked.close();
                throw e;
            }
        } catch (MalformedDataException e) {
            throw corrupt(e.getMessage(), e);
        } catch (UnsupportedFeatureException e) {
            throw unsupported(e.getMessage());
        }
        seek(nextOffset() + header.compressedBytes);
        givePageBack();
        isPageInWindow = false;
        releaseWindow();
        nextPiece();
    }

    private void nextPiece() {
        try {
            large.next(header);
        } catch (MalformedDataException e) {
            throw corrupt(e.getMessage(), e);
        }
        page = large.bytes();
        pageFrom = 0;
        pageTo = large.size();
    }

    private void closeLarge() {
        if (large != null) {
            large.close();
            large = null;
            page = null;
        }
    }

    /** File offset of the header of the page that comes next. */
    long nextOffset() {
        return fetched - (windowTo - windowFrom);
    }

    /** Whether a page with values follows; what is no page counts as padding. */
    boolean hasMoreValues() {
        if (hasPieces()) {
            return true;
        }
        while (windowFrom < windowTo || fetched < chunkEnd) {
            try {
                readHeader();
            } catch (PartRejectedException padding) {
                return false;
            }
            if (header.type != PageHeader.INDEX && header.valueCount > 0) {
                return true;
            }
            seek(Math.min(chunkEnd, nextOffset() + header.compressedBytes));
        }
        return false;
    }

    /** Goes to a page by the file offset of its header. */
    void seek(long offset) {
        windowFrom = 0;
        windowTo = 0;
        fetched = offset;
    }

    /** Gives the window back; the next page is fetched afresh. The present page stays. */
    void releaseWindow() {
        if (window == null || isPageInWindow) {
            return;
        }
        fetched -= windowTo - windowFrom;
        windowFrom = 0;
        windowTo = 0;
        pool.giveBack(window);
        window = null;
    }

    /** Of the page and, where it stands in that, of the window. */
    long heldBytes() {
        return (pageBuffer == null ? 0L : pageBuffer.length)
                + (isPageInWindow ? window.length : 0L)
                + (large == null ? 0 : large.heldBytes());
    }

    /** Gives everything back. */
    void release() {
        closeLarge();
        page = null;
        isPageInWindow = false;
        releaseWindow();
        givePageBack();
    }

    private void givePageBack() {
        if (pageBuffer != null) {
            pool.giveBack(pageBuffer);
            pageBuffer = null;
        }
    }

    private void readHeader() {
        while (true) {
            pageOffset = nextOffset();
            try {
                windowFrom += header.read(window, windowFrom, windowTo);
                return;
            } catch (CompactReader.OutOfBytes e) {
                int seen = windowTo - windowFrom;
                if (fetched == chunkEnd || seen > MAX_HEADER_BYTES) {
                    throw corrupt("the column chunk ends inside a page header", e);
                }
                fetch(2 * seen + 1);
            } catch (MalformedDataException e) {
                throw corrupt("not a page header: " + e.getMessage(), e);
            }
        }
    }

    private void checkSizes(Decompressors decompressors) {
        int plain = header.uncompressedBytes;
        int packed = header.compressedBytes;
        boolean dictionary = header.type == PageHeader.DICTIONARY;
        int limit = dictionary ? limits.dictionaryBytes() : limits.pageBytes();
        if (Math.max(plain, packed) > limit) {
            throw new PartRejectedException(
                    Reason.OVER_LIMIT,
                    part.name(),
                    column,
                    pageOffset,
                    "a page of " + Math.max(plain, packed) + " bytes; limits."
                            + (dictionary ? "dictionary-bytes" : "page-bytes") + " is " + limit);
        }
        if (plain > InputLimits.FREE_EXPANSION_BYTES && plain / limits.expansionRatio() > packed) {
            throw new PartRejectedException(
                    Reason.OVER_LIMIT,
                    part.name(),
                    column,
                    pageOffset,
                    "a page expands from " + packed + " to " + plain + " bytes; limits.expansion-ratio is "
                            + limits.expansionRatio());
        }
        long left = chunkEnd - fetched + (windowTo - windowFrom);
        if (packed > left) {
            throw corrupt("a page of " + packed + " bytes in a column chunk that has " + left + " left", null);
        }
        // Last: what no memory could make right must not pass for a matter of memory.
        long room = pool.ledger().limitBytes() / 4;
        if (Math.max(plain, packed) > room && !limits.equals(InputLimits.OWN_FILES) && !isLarge(decompressors)) {
            throw new MemoryExceededException(part.name() + ", column " + column + ", at byte " + pageOffset + ": a "
                    + (dictionary ? "dictionary " : "")
                    + "page of "
                    + Math.max(plain, packed) + " bytes is more than a quarter of memory (" + 4 * room
                    + "); set memory to " + 4L * Math.max(plain, packed) + " or more");
        }
    }

    /** Makes the next {@code count} bytes of the chunk stand in the window. */
    private void ensure(int count) {
        if (windowTo - windowFrom < count) {
            fetch(count);
        }
    }

    private void fetch(int needed) {
        int kept = windowTo - windowFrom;
        long left = chunkEnd - fetched + kept;
        int capacity =
                Math.toIntExact(Math.min(left, Math.max(needed, part.bytes().windowBytes())));
        if (window == null || window.length < capacity) {
            byte[] larger = pool.bytes(capacity);
            if (window != null) {
                System.arraycopy(window, windowFrom, larger, 0, kept);
                pool.giveBack(window);
            }
            window = larger;
        } else if (kept > 0) {
            System.arraycopy(window, windowFrom, window, 0, kept);
        }
        int count = capacity - kept;
        part.bytes().read(fetched, window, kept, count);
        fetched += count;
        windowFrom = 0;
        windowTo = capacity;
    }

    private void checkCrc() {
        if (!header.hasCrc) {
            return;
        }
        crc.reset();
        crc.update(window, windowFrom, header.compressedBytes);
        if ((int) crc.getValue() != header.crc) {
            throw new MalformedDataException("the page's CRC is " + Integer.toHexString((int) crc.getValue())
                    + ", its header says " + Integer.toHexString(header.crc));
        }
    }

    private void decompress(Decompressors decompressors) {
        int levels = header.type == PageHeader.DATA_V2 ? levelBytes() : 0;
        if (isStored()) {
            if (header.compressedBytes != header.uncompressedBytes) {
                throw new MalformedDataException("an uncompressed page of " + header.compressedBytes + " bytes claims "
                        + header.uncompressedBytes);
            }
            page = window;
            isPageInWindow = true;
            pageFrom = windowFrom;
            pageTo = windowFrom + header.compressedBytes;
            return;
        }
        reservePage(header.uncompressedBytes);
        System.arraycopy(window, windowFrom, pageBuffer, 0, levels);
        int body = header.uncompressedBytes - levels;
        // An empty body may be stored as no bytes at all.
        if (body > 0 || header.compressedBytes > levels) {
            decompressors
                    .of(chunk.compression())
                    .decompress(window, windowFrom + levels, header.compressedBytes - levels, pageBuffer, levels, body);
        }
        page = pageBuffer;
        isPageInWindow = false;
        pageFrom = 0;
        pageTo = header.uncompressedBytes;
    }

    private boolean isStored() {
        return chunk.compression() == Compression.UNCOMPRESSED
                || (header.type == PageHeader.DATA_V2 && !header.bodyCompressed);
    }

    private int levelBytes() {
        return levelBytes(header);
    }

    /** Of a v2 page. */
    static int levelBytes(PageHeader header) {
        long levels = (long) header.definitionBytes + header.repetitionBytes;
        if (header.definitionBytes < 0
                || header.repetitionBytes < 0
                || levels > Math.min(header.compressedBytes, header.uncompressedBytes)) {
            throw new MalformedDataException(
                    "the levels of a v2 page take " + levels + " bytes of " + header.compressedBytes);
        }
        return (int) levels;
    }

    private void reservePage(int size) {
        if (pageBuffer == null || pageBuffer.length < size) {
            if (pageBuffer != null) {
                byte[] small = pageBuffer;
                // Given back once, even if there is no larger one to be had.
                pageBuffer = null;
                pool.giveBack(small);
            }
            pageBuffer = pool.bytes(size);
        }
    }

    PartRejectedException corrupt(String reason, Throwable cause) {
        Reason kind = cause instanceof ValueTooLongException ? Reason.OVER_LIMIT : Reason.CORRUPT;
        return new PartRejectedException(kind, part.name(), column, pageOffset, reason, cause);
    }

    PartRejectedException unsupported(String reason) {
        return new PartRejectedException(Reason.UNSUPPORTED, part.name(), column, pageOffset, reason);
    }
}
