package dev.daypack.cli;

/** How the process ends. */
public enum ExitCode {
    /** Done, or truly nothing to do. */
    DONE(0),
    /** Some partitions failed or were quarantined, or the command could not do its work. */
    TROUBLE(1),
    /** Wrong flags or settings; nothing was begun. */
    USAGE(2),
    /** A store is unreachable or refuses. */
    STORE(3),
    /** Stopped by a signal; the state is consistent. */
    INTERRUPTED(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }
}
