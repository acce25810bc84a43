package dev.daypack.prefetch;

/**
 * A column chunk of sort keys, with its place in the order in which the merge will come to them. Guarded by the
 * read-ahead.
 */
final class KeyRange {

    final RemotePart part;
    final int place;
    final long offset;
    final long length;

    /** Offset in the part of the byte behind the one that was read last. */
    long readTo;

    KeyRange(RemotePart part, int place, long offset, long length) {
        this.part = part;
        this.place = place;
        this.offset = offset;
        this.length = length;
        this.readTo = offset;
    }

    long end() {
        return offset + length;
    }

    boolean isBegun() {
        return readTo > offset && readTo < end();
    }
}
