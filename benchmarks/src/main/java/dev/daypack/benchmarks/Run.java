package dev.daypack.benchmarks;

import java.util.Locale;

/**
 * One run of one peer.
 *
 * @param round from 1; 0 and less do not count
 * @param peer its label
 * @param complaint what is wrong with its output; empty if nothing is
 */
record Run(String set, String peer, int round, Usage usage, Sizes sizes, String complaint) {

    private static final double MEGA = 1e6;

    /**
     * What went in and came out.
     *
     * @param inputBytes of all parts
     */
    record Sizes(long rows, long inputBytes, long outputBytes) {}

    boolean isGood() {
        return complaint.isEmpty();
    }

    boolean counts() {
        return round > 0 && isGood();
    }

    double megaRowsPerSecond() {
        return sizes.rows() / usage.wallSeconds() / MEGA;
    }

    double wallPerRow() {
        return usage.wallSeconds() / sizes.rows();
    }

    double wallPerInputByte() {
        return usage.wallSeconds() / sizes.inputBytes();
    }

    /** For people, while it goes on. */
    String line() {
        String remark = !isGood() ? "WRONG: " + complaint : usage.isDisturbed() ? "disturbed" : "checked";
        return String.format(
                Locale.ROOT,
                "%-12s %-5s %-24s %7.2f s %7.2f s CPU %6.0f MB %8.1f MB out %6.2f M rows/s  others %5.2f s  %s",
                set,
                round > 0 ? "#" + round : "warm",
                peer,
                usage.wallSeconds(),
                usage.cpuSeconds(),
                usage.peakBytes() / MEGA,
                sizes.outputBytes() / MEGA,
                megaRowsPerSecond(),
                usage.othersSeconds(),
                remark);
    }

    static String header() {
        return "set\tround\tpeer\twall_s\tuser_s\tsystem_s\tpeak_bytes\toutput_bytes\trows\tothers_s\tcomplaint";
    }

    /** For programs. */
    String values() {
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%s\t%.3f\t%.2f\t%.2f\t%d\t%d\t%d\t%.2f\t%s",
                set,
                round,
                peer,
                usage.wallSeconds(),
                usage.userSeconds(),
                usage.systemSeconds(),
                usage.peakBytes(),
                sizes.outputBytes(),
                sizes.rows(),
                usage.othersSeconds(),
                complaint);
    }
}
