package dev.daypack.prefetch;

import dev.daypack.input.ByteSource;
import dev.daypack.input.Part;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One part at a distance, read through what was fetched of it ahead. Its fields are guarded by the read-ahead.
 */
final class RemotePart implements ByteSource {

    private final Part part;
    private final ReadAhead ahead;

    /** By offset; they do not overlap. */
    final NavigableMap<Long, Extent> extents = new TreeMap<>();

    /** Column chunks that hold sort keys, by offset. */
    final NavigableMap<Long, KeyRange> keyRanges = new TreeMap<>();

    private long pageBytes = Long.MAX_VALUE;

    RemotePart(Part part, ReadAhead ahead) {
        this.part = part;
        this.ahead = ahead;
    }

    /** The part as others see it. */
    Part asPart() {
        return new Part(part.name(), part.sizeBytes(), this);
    }

    long sizeBytes() {
        return part.sizeBytes();
    }

    /** Size of all pages that will be read; not known before the footer is. */
    long pageBytes() {
        return pageBytes;
    }

    void expect(long bytes) {
        pageBytes = bytes;
    }

    boolean isSmall() {
        return part.sizeBytes() <= ReadAhead.SMALL_PART_BYTES;
    }

    /** Reads it at once, by a request. */
    void fetch(long offset, byte[] into, int at, int length) {
        part.bytes().read(offset, into, at, length);
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) {
        ahead.read(this, offset, into, at, length);
    }

    @Override
    public void willNeed(long offset, long length) {
        ahead.willNeed(this, offset, length);
    }

    @Override
    public int windowBytes() {
        return ReadAhead.WINDOW_BYTES;
    }
}
