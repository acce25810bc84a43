package dev.daypack.settings;

/**
 * How parts are found and read.
 *
 * @param layout template of the partition path, in both stores
 * @param orderBy the sort column
 * @param nullKeys what to do with rows whose sort column is null
 * @param seqColumn name of the column that is added
 * @param versions which of several deliveries of a day count
 */
public record InputSettings(String layout, String orderBy, NullKeys nullKeys, String seqColumn, Versions versions) {

    /** Rows without a sort key. */
    public enum NullKeys {
        /** Quarantine the partition-day: a row without a time has no place in the order. */
        REJECT
    }

    /** Deliveries of one day that stand side by side. */
    public enum Versions {
        /** Every part counts. */
        ALL,
        /** Parts are named {@code YYYYMMDD_HHMMSS_*}; only those with the newest prefix count. */
        NEWEST_PREFIX
    }

    /** @throws SettingsException if the added column would replace the sort column */
    public InputSettings {
        if (orderBy.equals(seqColumn)) {
            throw new SettingsException("seq-column and order-by name the same column; seq-column is a new one");
        }
    }
}
