package dev.daypack.benchmarks;

/**
 * What a process took, from start to exit.
 *
 * @param peakBytes the most resident memory it had
 * @param othersSeconds CPU time that other processes spent meanwhile
 * @param exitCode as it ended
 * @param isOverdue whether it was ended because it took too long
 */
record Usage(
        double wallSeconds,
        double userSeconds,
        double systemSeconds,
        long peakBytes,
        double othersSeconds,
        int exitCode,
        boolean isOverdue) {

    /** Share of a run's wall time, and seconds on top, that others may spend without disturbing it. */
    private static final double OTHERS_SHARE = 0.06;

    private static final double OTHERS_SECONDS = 0.1;

    double cpuSeconds() {
        return userSeconds + systemSeconds;
    }

    boolean isDisturbed() {
        return othersSeconds > OTHERS_SHARE * wallSeconds + OTHERS_SECONDS;
    }
}
