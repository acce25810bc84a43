package dev.daypack.input;

/**
 * What a part may claim before memory is taken for it. A part beyond a limit is refused with
 * {@link PartRejectedException.Reason#OVER_LIMIT}.
 *
 * @param footerBytes length of the footer
 * @param columns leaf columns
 * @param depth levels of nesting
 * @param rowGroups row groups of one part
 * @param pageBytes one page, compressed or not
 * @param dictionaryBytes one dictionary page, uncompressed
 * @param valueBytes one value
 * @param expansionRatio uncompressed to compressed size of a page above 8 MiB
 */
public record InputLimits(
        int footerBytes,
        int columns,
        int depth,
        int rowGroups,
        int pageBytes,
        int dictionaryBytes,
        int valueBytes,
        int expansionRatio) {

    /** Pages up to this size may expand as they like: runs of one value do. */
    static final int FREE_EXPANSION_BYTES = 8 << 20;

    public static final InputLimits DEFAULTS =
            new InputLimits(16 << 20, 4096, 32, 32_767, 256 << 20, 64 << 20, 16 << 20, 1000);

    /** For files of our own, which are bounded by our settings and not by what strangers may send. */
    public static final InputLimits OWN_FILES =
            new InputLimits(1 << 30, 1 << 20, 64, 1 << 20, 1 << 30, 1 << 30, 1 << 30, Integer.MAX_VALUE);

    public InputLimits {
        if (Math.min(Math.min(footerBytes, columns), Math.min(depth, rowGroups)) < 1
                || Math.min(Math.min(pageBytes, dictionaryBytes), Math.min(valueBytes, expansionRatio)) < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
