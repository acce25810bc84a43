package dev.daypack.sweep;

import java.util.List;

/** What came of a file, alone or beside a copy of itself. */
sealed interface Outcome {

    /** The same rows, shown by readers that are not ours. */
    record Identical(List<String> oracles) implements Outcome {}

    /**
     * A typed refusal.
     *
     * @param reason its code
     * @param column empty if it is the file
     * @param offset -1 if there is no such place
     */
    record Refused(String reason, String column, long offset, String detail) implements Outcome {

        /** As the coverage table has it. */
        String text() {
            return "`" + reason + "` " + (column.isEmpty() ? "" : "column " + column + " ")
                    + (offset < 0 ? "" : "at byte " + offset + " ") + detail;
        }
    }

    /** What must not be: other rows, rows that nobody can confirm, a crash, no end, an error without a type. */
    record Wrong(String what) implements Outcome {}
}
