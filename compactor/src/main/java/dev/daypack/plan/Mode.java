package dev.daypack.plan;

import dev.daypack.discover.Printable;

/** Which days a run is about. */
public enum Mode {
    /** Yesterday, and what was begun before and left unfinished. */
    DAILY("daily"),
    /** The days after the watermark up to yesterday, and what was left unfinished before. */
    CATCH_UP("catch-up"),
    /** A range of days, or without one all days from yesterday backwards. */
    BACKFILL("backfill");

    private final String command;

    Mode(String command) {
        this.command = command;
    }

    /** The spelling on the command line. */
    public String command() {
        return command;
    }

    /** @throws IllegalArgumentException if no mode has this spelling; the message lists those that are */
    public static Mode fromCommand(String text) {
        for (Mode mode : values()) {
            if (mode.command.equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "mode '" + Printable.of(text) + "' is unknown; use daily, catch-up or backfill");
    }
}
