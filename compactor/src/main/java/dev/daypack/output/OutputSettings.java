package dev.daypack.output;

/**
 * How output files are laid out. Every setting changes the bytes; nothing else does but the rows themselves.
 *
 * @param rowGroupRows a row group ends at so many rows
 * @param rowGroupBytes ... or where the parts' footers let expect so many bytes of plain values
 * @param pageRows a page ends at so many rows
 * @param pageBytes ... or at so many bytes of plain values
 * @param zstdLevel 1 to 22
 * @param isCompatible keeps to PLAIN and dictionary encodings, for old readers
 */
public record OutputSettings(
        int rowGroupRows, long rowGroupBytes, int pageRows, int pageBytes, int zstdLevel, boolean isCompatible) {

    public static final OutputSettings DEFAULTS = new OutputSettings(1 << 20, 128 << 20, 64 << 10, 1 << 20, 3, false);

    public OutputSettings {
        if (rowGroupRows < 1 || rowGroupBytes < 1 || pageRows < 1 || pageBytes < 1) {
            throw new IllegalArgumentException("row groups and pages must have room for a row");
        }
        if (zstdLevel < 1 || zstdLevel > 22) {
            throw new IllegalArgumentException("zstd-level is from 1 to 22, not " + zstdLevel);
        }
    }
}
