package dev.daypack.output;

/**
 * The proof failed: what the output holds is not what the inputs held. Nothing was published. This is a bug of ours or
 * broken hardware, never the fault of an input.
 */
public final class ConservationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConservationException(String message) {
        super(message + "; nothing was published. Please report this with the parts of that day");
    }

    public ConservationException(String message, Throwable cause) {
        super(message + "; nothing was published. Please report this with the parts of that day", cause);
    }
}
