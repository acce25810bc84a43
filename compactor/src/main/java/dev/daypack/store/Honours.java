package dev.daypack.store;

import java.util.Locale;

/** How far a server was seen to keep to a condition. */
public enum Honours {
    /** Also where several writers race: at most one of them wins. */
    ALWAYS,
    /** By one writer at a time; of several that race more than one may win. */
    ONE_AT_A_TIME,
    /** It writes whatever the condition says, or does not know it. */
    NEVER;

    /** The weaker of both. */
    Honours and(Honours other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** {@code always}, {@code one at a time}, {@code never}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
