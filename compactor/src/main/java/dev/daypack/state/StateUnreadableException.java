package dev.daypack.state;

import dev.daypack.json.MalformedJsonException;

/**
 * A state document that is there but cannot be used. It stops the run: nothing is written, and it is never taken for
 * an empty one. The message names the document, the place in it and the remedy.
 */
public final class StateUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY = ". Nothing was written. Repair the document or put back an earlier version of"
            + " it; or run \"daypack state rebuild\", which makes it again from what is published";

    private final String problem;

    StateUnreadableException(String document, String problem) {
        super(document + ": " + problem + REMEDY);
        this.problem = document + ": " + problem;
    }

    StateUnreadableException(String document, MalformedJsonException cause) {
        super(document + ": " + cause.getMessage() + REMEDY, cause);
        this.problem = document + ": " + cause.getMessage();
    }

    /** What is wrong with which document, without the remedy. */
    public String problem() {
        return problem;
    }
}
