package dev.daypack.input;

import java.util.OptionalLong;
import org.apache.parquet.format.Statistics;

/**
 * What the statistics of a chunk of the sort column claim. Hints, never trusted.
 *
 * @param column as the part has it, which may be narrower than the table's; null if nothing is known
 * @param statistics as the footer has them, or null
 */
public record KeyClaim(ColumnSchema column, Statistics statistics) {

    /** A chunk of which nothing is known. */
    static final KeyClaim NONE = new KeyClaim(null, null);

    /** The smallest narrow key of the table, or empty if that is not told. */
    OptionalLong minimum(KeyColumn key) {
        return least(key, key.isDescending());
    }

    /** The largest narrow key of the table, or empty if that is not told. */
    OptionalLong maximum(KeyColumn key) {
        // It is the smallest of the opposite order, turned.
        OptionalLong turned = least(key, !key.isDescending());
        return turned.isPresent() ? OptionalLong.of(~turned.getAsLong()) : turned;
    }

    private OptionalLong least(KeyColumn key, boolean isDescending) {
        if (statistics == null) {
            return OptionalLong.empty();
        }
        KeyKind mine = KeyKind.of(column);
        boolean givesSameKeys = mine == key.kind()
                || (mine == KeyKind.UNSIGNED_32 && key.kind() == KeyKind.SIGNED)
                || (mine == KeyKind.FLOAT && key.kind() == KeyKind.DOUBLE);
        return givesSameKeys
                ? new KeyColumn(0, column, mine, isDescending, key.nulls()).claimedMinimum(statistics)
                : OptionalLong.empty();
    }

    /** Nulls in the chunk, if it says so. */
    OptionalLong nulls() {
        return statistics != null && statistics.isSetNull_count()
                ? OptionalLong.of(statistics.getNull_count())
                : OptionalLong.empty();
    }
}
