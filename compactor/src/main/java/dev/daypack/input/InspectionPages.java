package dev.daypack.input;

import dev.daypack.input.InspectionPage.Checksum;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Encoding;

/**
 * Notes down the pages of one column chunk as they go by, and stops before one that would take more memory than there
 * is. Not thread-safe.
 */
final class InspectionPages implements InspectionWatch {

    /** Bytes that values may take at once where a few bytes of a page can stand for many. */
    private static final int BLOCK_BYTES = 16 << 20;

    private final ColumnSchema column;
    private final BufferPool pool;
    private final int maxKept;
    private final List<InspectionPage> kept = new ArrayList<>();

    private int count;
    private int dataPages;
    private long values;
    private int checksums;
    private long claimedNulls;
    private boolean isClaimWhole = true;
    private InspectionPage present;

    /** @param maxKept pages beyond that are only counted */
    InspectionPages(ColumnSchema column, BufferPool pool, int maxKept) {
        this.column = column;
        this.pool = pool;
        this.maxKept = maxKept;
    }

    @Override
    public void page(PageHeader header, long offset) {
        // What did not turn out right by the time the next page came was not looked at.
        settle(Checksum.UNCHECKED);
        boolean isIndex = header.type == PageHeader.INDEX;
        present = new InspectionPage(
                offset,
                header.type,
                isIndex ? -1 : header.encoding,
                isIndex ? 0 : header.valueCount,
                header.compressedBytes,
                header.uncompressedBytes,
                header.hasCrc ? Checksum.UNCHECKED : Checksum.NONE);
        count++;
        if (isData()) {
            dataPages++;
            values += header.valueCount;
            claimedNulls += Math.max(0, header.nullCount);
            isClaimWhole &= header.type == PageHeader.DATA_V2 && header.nullCount >= 0;
        }
        checkMemory(header);
    }

    @Override
    public void intact() {
        if (present.checksum() == Checksum.UNCHECKED) {
            checksums++;
            present = present.with(Checksum.RIGHT);
        }
    }

    private void settle(Checksum outcome) {
        if (present == null) {
            return;
        }
        boolean isOpen = present.checksum() == Checksum.UNCHECKED && present.type() != PageHeader.INDEX;
        if (kept.size() < maxKept) {
            kept.add(isOpen ? present.with(outcome) : present);
        }
        present = null;
    }

    /** Ends the list. After an error, a checksum that was not found right is the one that was wrong. */
    List<InspectionPage> finish(boolean broken) {
        settle(broken ? Checksum.WRONG : Checksum.UNCHECKED);
        return kept;
    }

    /** Place in the chunk of the page whose header stands at this offset; if it is not known, after the last. */
    int placeOf(long offset) {
        return present != null && present.offset() == offset ? count - 1 : count;
    }

    private void checkMemory(PageHeader header) {
        long bytes = 2L * header.compressedBytes + 2L * header.uncompressedBytes;
        boolean isBinary = column.kind() == ValueKind.BINARY;
        if (header.type == PageHeader.DICTIONARY) {
            // A larger count than that is refused before anything is made of it.
            long entries = Math.min(header.valueCount, header.uncompressedBytes);
            bytes += 20 * entries + (isBinary ? header.uncompressedBytes : 0);
        } else if (isBinary) {
            bytes += 2L * header.uncompressedBytes;
        }
        long limit = pool.ledger().limitBytes();
        if (bytes > limit) {
            throw new MemoryExceededException("column " + column.name() + ", at byte " + present.offset()
                    + ": a page may take " + Units.bytes(bytes) + " of memory, where memory is "
                    + Units.bytes(limit) + "; set memory to more");
        }
    }

    private boolean isData() {
        return present.type() == PageHeader.DATA || present.type() == PageHeader.DATA_V2;
    }

    /** The rows of the present page if it is a data page, else 0. */
    int presentValues() {
        return present != null && isData() ? present.values() : 0;
    }

    /** How many binary values of the present data page, not ids, may be taken at once. */
    int binariesAtOnce() {
        Encoding encoding = present == null ? null : Encoding.findByValue(present.encoding());
        if (encoding != Encoding.DELTA_BYTE_ARRAY) {
            return ColumnReader.BLOCK_ROWS;
        }
        // No value is longer than its page, but each may be as long.
        return Math.max(1, Math.min(ColumnReader.BLOCK_ROWS, BLOCK_BYTES / Math.max(1, present.uncompressedBytes())));
    }

    /** Nulls of all data pages by their headers; -1 if there are v1 pages, which do not say. */
    long claimedNulls() {
        return isClaimWhole && dataPages > 0 ? claimedNulls : -1;
    }

    int count() {
        return count;
    }

    int dataPages() {
        return dataPages;
    }

    /** Values of all data pages by their headers, with nulls. */
    long values() {
        return values;
    }

    /** Pages whose CRC was compared and is right. */
    int checksums() {
        return checksums;
    }
}
