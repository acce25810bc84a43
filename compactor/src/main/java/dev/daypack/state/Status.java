package dev.daypack.state;

import java.util.Locale;

/** What became of a partition-day. Written to the state in lower case. */
public enum Status {
    /** Published and verified. */
    SUCCESS(true),
    /** Work has begun; left behind only by a crash. */
    IN_PROGRESS(false),
    /** The day holds no parts. */
    NO_FILES(true),
    /** The collector's evidence is incomplete; wait for the next run. */
    PARTIAL(false),
    /** The content is bad; not retried without {@code --retry-quarantine}. */
    QUARANTINE(true),
    /** Infrastructure trouble; retried by the next run. */
    FAILED(false);

    private final boolean terminal;

    Status(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the watermark may pass a day whose partitions are all in such a status. */
    public boolean isTerminal() {
        return terminal;
    }

    /** The spelling in documents. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no status has this spelling */
    public static Status fromJson(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
