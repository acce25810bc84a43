package dev.daypack.state;

import dev.daypack.json.MalformedJsonException;

/**
 * A state document that is there but cannot be used. It stops the run: nothing is written, and it is never taken for
 * an empty one. The message names the document, the place in it and the remedy.
 */
public final class StateUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY = ". Nothing was written. Repair the document or put back an earlier version of"
            + " it; or move it away and run \"daypack backfill\" over the days: what is published is recognised and"
            + " recorded again, not packed again";

    StateUnreadableException(String document, String problem) {
        super(document + ": " + problem + REMEDY);
    }

    StateUnreadableException(String document, MalformedJsonException cause) {
        super(document + ": " + cause.getMessage() + REMEDY, cause);
    }
}
