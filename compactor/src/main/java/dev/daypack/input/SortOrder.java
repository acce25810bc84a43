package dev.daypack.input;

import dev.daypack.text.SortTerms;
import java.util.Optional;

/**
 * The order that is asked for.
 *
 * @param terms columns and their directions, the first decides first; none if rows stay as they stand
 * @param nullKeys where rows go that have a null there; of no meaning without columns
 */
public record SortOrder(SortTerms terms, NullKeys nullKeys) {

    /** Without columns all rules for nulls are one. */
    public SortOrder {
        nullKeys = terms.isNone() ? NullKeys.REJECT : nullKeys;
    }

    /** @throws IllegalArgumentException if the spelling is wrong */
    public static SortOrder of(String spelling, NullKeys nullKeys) {
        return new SortOrder(SortTerms.parse(spelling), nullKeys);
    }

    /** One column or several, nulls refused. */
    public static SortOrder of(String spelling) {
        return of(spelling, NullKeys.REJECT);
    }

    /** Name of the column that decides first, if there is one. */
    public Optional<String> firstName() {
        return terms.first().map(SortTerms.Term::name);
    }

    /** As the setting is written. */
    public String spelling() {
        return terms.toString();
    }

    /** All of it, for whatever depends on the whole order; just the spelling where nulls are refused. */
    @Override
    public String toString() {
        return nullKeys == NullKeys.REJECT ? spelling() : spelling() + ", null keys " + nullKeys;
    }
}
