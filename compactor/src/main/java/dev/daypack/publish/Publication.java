package dev.daypack.publish;

import dev.daypack.store.ObjectStat;
import java.util.Optional;

/**
 * A {@code data.parquet} that stands in the compact store.
 *
 * @param object where and which generation
 * @param rows by its footer; 0 if the footer cannot be read
 * @param imprint what it says of itself; empty if it is not of ours or cannot be read
 */
public record Publication(ObjectStat object, long rows, Optional<Imprint> imprint) {

    /** Whether it was made by an attempt. */
    public boolean isBy(String attempt) {
        return imprint.map(Imprint::attempt).filter(attempt::equals).isPresent();
    }
}
