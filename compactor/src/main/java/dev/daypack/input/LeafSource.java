package dev.daypack.input;

import java.util.Arrays;

/**
 * Where the parts of one schema keep a column of the table, and how their levels become the table's. A column that a
 * part lacks below a list, say, has the levels of a neighbour in that list (the donor), cut off where the missing field
 * would begin, and no values.
 *
 * @param chunk place of the chunk in the row group; -1 if the column is missing and every row of it is null
 * @param column as the part has it, or the donor; null if {@code chunk} is -1
 * @param widening from the part's values to the table's
 * @param definitions the table's definition level for each of the part's
 * @param maxRepetition entries of a higher repetition level belong to fields of the donor alone
 * @param hasValues whether the chunk's values are the column's; if not, all are null
 */
public record LeafSource(
        int chunk, ColumnSchema column, Widening widening, int[] definitions, int maxRepetition, boolean hasValues) {

    /** For a column that a part does not have at all. */
    static final LeafSource ABSENT = new LeafSource(-1, null, Widening.NONE, new int[] {0}, 0, false);

    /** Marks a definition level that must not occur: a value in a column that was declared to hold none. */
    static final int FORBIDDEN = -1;

    /** A column that is read as it stands. */
    static LeafSource asIs(int chunk, ColumnSchema column) {
        int[] levels = new int[column.maxDefinition() + 1];
        Arrays.setAll(levels, level -> level);
        return new LeafSource(chunk, column, Widening.NONE, levels, column.maxRepetition(), true);
    }

    /** Whether the part declares the column to be null throughout, which is checked. */
    boolean forbidsValues() {
        return definitions[definitions.length - 1] == FORBIDDEN;
    }

    boolean isAbsent() {
        return chunk < 0;
    }
}
