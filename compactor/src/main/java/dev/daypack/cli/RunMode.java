package dev.daypack.cli;

/** Which days a run is about. */
public enum RunMode {
    /** Yesterday, and what was begun before. */
    DAILY("daily"),
    /** What is missing since the watermark. */
    CATCH_UP("catch-up"),
    /** A range, or backwards from the newest day that is not packed. */
    BACKFILL("backfill");

    private final String command;

    RunMode(String command) {
        this.command = command;
    }

    /** The spelling on the command line and in reports. */
    @Override
    public String toString() {
        return command;
    }
}
