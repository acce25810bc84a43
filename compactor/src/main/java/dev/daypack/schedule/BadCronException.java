package dev.daypack.schedule;

/** Setting {@code schedule.cron} does not say when to run. The message is one line, safe to print, with an example. */
public final class BadCronException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadCronException(String message, Throwable cause) {
        super(message, cause);
    }
}
