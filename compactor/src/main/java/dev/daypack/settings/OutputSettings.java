package dev.daypack.settings;

/**
 * The shape of what is written. Row groups and pages end at whichever limit comes first.
 *
 * @param rowGroupBytes of plain values
 * @param pageBytes of plain values
 * @param compat keep to PLAIN and dictionary encodings
 */
public record OutputSettings(
        int zstdLevel, int rowGroupRows, long rowGroupBytes, int pageRows, int pageBytes, boolean compat) {

    /** @throws SettingsException if a page could be larger than a row group */
    public OutputSettings {
        if (pageRows > rowGroupRows || pageBytes > rowGroupBytes) {
            throw new SettingsException("page-rows and page-bytes must not exceed row-group-rows and row-group-bytes");
        }
    }
}
