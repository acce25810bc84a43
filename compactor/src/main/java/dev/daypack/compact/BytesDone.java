package dev.daypack.compact;

import dev.daypack.report.Progress;

/** Tells progress in bytes of the parts, as the share of rows that are ordered. Not thread-safe. */
final class BytesDone {

    private final Progress progress;
    private final String name;
    private final long totalBytes;
    private final long totalRows;
    private long told;

    BytesDone(Progress progress, String name, long totalBytes, long totalRows) {
        this.progress = progress;
        this.name = name;
        this.totalBytes = totalBytes;
        this.totalRows = totalRows;
    }

    /** So many rows are ordered by now. */
    void rows(long done) {
        long bytes = totalRows == 0 ? totalBytes : (long) ((double) totalBytes / totalRows * done);
        progress.advanced(name, bytes - told);
        told = bytes;
    }
}
