package dev.daypack.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A write that was begun and neither committed nor given up: an upload in parts, or a temporary file. Never visible to
 * readers. Its writer may be alive.
 *
 * @param key of the object that it is for, or, where the store does not tell, of the temporary file itself
 * @param id names it in the store
 * @param age since it was begun, by the clock of the server, which also gave the time of its beginning; since its last
 *     byte, by this machine's clock, for a file. Empty if the store does not tell
 */
public record UnfinishedWrite(String key, String id, Optional<Duration> age) {

    /** Whether it is known to be so old. */
    public boolean isOlderThan(Duration limit) {
        return age.filter(known -> known.compareTo(limit) > 0).isPresent();
    }
}
