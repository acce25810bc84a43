package dev.daypack.settings;

/**
 * What an input file may ask for; checked before memory is taken.
 *
 * @param columns leaf columns
 * @param depth nesting of the schema
 * @param valueBytes one string or binary value
 * @param expansionRatio uncompressed to compressed, above 8 MiB
 */
public record LimitSettings(
        int footerBytes,
        int columns,
        int depth,
        int rowGroups,
        int pageBytes,
        int dictionaryBytes,
        int valueBytes,
        int expansionRatio) {}
