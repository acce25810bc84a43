package dev.daypack.report;

import java.util.Locale;

/** What became of a planned partition-day in this run. Every one ends in exactly one of these. */
public enum Outcome {
    /** Published and verified. */
    SUCCESS,
    /** Nothing had to be done, or its turn did not come; the reason says which. */
    SKIPPED,
    /** The day holds no parts. */
    NO_FILES,
    /** The collector's evidence is incomplete; the next run looks again. */
    PARTIAL,
    /** The content is bad; kept apart until somebody looks. */
    QUARANTINE,
    /** Infrastructure trouble; the next run tries again. */
    FAILED,
    /** Another run works on it. */
    LOCKED;

    /** The spelling in documents and logs: {@code no_files}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody should look: the run then ends with exit code 1. */
    public boolean isTrouble() {
        return this == QUARANTINE || this == FAILED;
    }
}
