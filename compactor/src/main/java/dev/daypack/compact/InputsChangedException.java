package dev.daypack.compact;

/** Parts came, went or changed while they were packed. Nothing was published; the attempt starts over. */
public final class InputsChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputsChangedException(String message) {
        super(message);
    }
}
