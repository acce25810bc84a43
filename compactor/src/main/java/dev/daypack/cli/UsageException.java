package dev.daypack.cli;

/** A request that makes no sense; the message is one printable line that names the flag and the remedy. Exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
