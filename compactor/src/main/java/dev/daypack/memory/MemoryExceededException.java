package dev.daypack.memory;

/** Work that cannot be done within the {@code memory} setting; the message has the arithmetic and the remedy. */
public final class MemoryExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MemoryExceededException(String message) {
        super(message);
    }
}
