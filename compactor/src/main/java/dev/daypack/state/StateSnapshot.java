package dev.daypack.state;

import java.util.Optional;

/**
 * The state as it stood at one moment.
 *
 * @param document what it says; a fresh one if there is no state yet
 * @param etag of the object it was read from; empty if there is none
 */
public record StateSnapshot(StateDocument document, Optional<String> etag) {

    /** Whether nothing has ever been recorded. */
    public boolean isFresh() {
        return etag.isEmpty();
    }
}
