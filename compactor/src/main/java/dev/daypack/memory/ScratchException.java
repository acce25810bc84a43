package dev.daypack.memory;

/**
 * Scratch space is short, or does not work; the message names the directory and the remedy. Nothing is wrong with the
 * input: the work is to be tried again.
 */
public final class ScratchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ScratchException(String message) {
        super(message);
    }

    public ScratchException(String message, Throwable cause) {
        super(message, cause);
    }
}
