package dev.daypack.report;

/** Most memory that buffers took, as planned from the footers and as counted. */
public record PeakMemory(long plannedBytes, long actualBytes) {

    public static final PeakMemory NONE = new PeakMemory(0, 0);
}
