package dev.daypack.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * All settings, read and checked.
 *
 * @param raw where parts are; never written
 * @param compact where packed days and the state are
 * @param singleWriter the operator guarantees that nobody else writes to the compact store
 * @param leaseTtl after so long without a renewal a lease may be taken over
 * @param stateRolloverEntries past so many entries finished months leave the head of the state
 * @param reapGraceDays days that pass before {@code reap} takes a day's raw parts
 * @param scheduleCron when {@code serve} runs, in Quartz's form, UTC
 */
public record Settings(
        StoreSettings raw,
        StoreSettings compact,
        boolean singleWriter,
        InputSettings input,
        ResourceSettings resources,
        OutputSettings output,
        QualitySettings quality,
        Duration leaseTtl,
        int stateRolloverEntries,
        int reapGraceDays,
        String scheduleCron,
        LimitSettings limits) {

    /** @throws SettingsException if both stores are the same place */
    public Settings {
        if (raw.url().isPresent()
                && trimmed(raw).equals(trimmed(compact))
                && raw.endpoint().equals(compact.endpoint())) {
            throw new SettingsException("raw and compact are the same place ("
                    + raw.url().get() + "); packed days need a place of their own, another prefix will do");
        }
    }

    /** The URL of the raw store. @throws SettingsException that says how to name it if nobody did */
    public String rawUrl() {
        return raw.url().orElseThrow(() -> missing("raw", "where the collector's parts are"));
    }

    /** The URL of the compact store. @throws SettingsException that says how to name it if nobody did */
    public String compactUrl() {
        return compact.url().orElseThrow(() -> missing("compact", "where packed days go"));
    }

    private static Optional<String> trimmed(StoreSettings store) {
        return store.url().map(url -> url.replaceAll("/+$", ""));
    }

    private static SettingsException missing(String store, String meaning) {
        return new SettingsException("no " + store + " store (" + meaning + "): give --" + store + " URL, or " + store
                + ".url in daypack.yaml, or DAYPACK_" + store.toUpperCase(Locale.ROOT)
                + "_URL; a URL is s3://bucket/prefix or file:///directory");
    }
}
