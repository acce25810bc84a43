package dev.daypack.settings;

import dev.daypack.text.SortTerms;

/**
 * How parts are found and read.
 *
 * @param layout template of the partition path, in both stores
 * @param orderBy the sort columns, in the canonical spelling of {@link SortTerms}
 * @param nullKeys what to do with rows that have a null in a sort column
 * @param seqColumn name of the column that is added
 * @param versions which of several deliveries of a day count
 * @param schema what to do with parts whose columns differ
 */
public record InputSettings(
        String layout, String orderBy, NullKeys nullKeys, String seqColumn, Versions versions, Schema schema) {

    /** Rows without a sort key. */
    public enum NullKeys {
        /** Quarantine the partition-day: a row without a time has no place in the order. */
        REJECT,
        /** Before all others. */
        FIRST,
        /** After all others. */
        LAST
    }

    /** Deliveries of one day that stand side by side. */
    public enum Versions {
        /** Every part counts. */
        ALL,
        /** Parts are named {@code YYYYMMDD_HHMMSS_*}; only those with the newest prefix count. */
        NEWEST_PREFIX
    }

    /** Parts of one day whose columns differ. */
    public enum Schema {
        /** Quarantine the partition-day. */
        STRICT,
        /** Unite them by name: what is missing in a part reads as null, safe widenings are taken. */
        UNION
    }

    /** @throws SettingsException if the added column would replace a sort column */
    public InputSettings {
        if (SortTerms.parse(orderBy).names().contains(seqColumn)) {
            throw new SettingsException("seq-column and order-by name the same column; seq-column is a new one");
        }
    }
}
