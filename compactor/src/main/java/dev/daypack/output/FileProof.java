package dev.daypack.output;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a packed file turned out to hold when it was read again, from its first page to its last.
 *
 * @param rows by its row groups
 * @param digests conservation digest of each column but ours, in the order of the columns; a column whose pages cannot
 *     be read has none, and if rows are out of order none has one
 * @param minimum smallest value of the first sort column, as people read it; empty if there is none
 * @param maximum largest value of the first sort column, likewise
 * @param faults what is wrong with the file by itself, the first {@value PackedFile#MAX_FAULTS} of them
 */
public record FileProof(
        long rows, Map<String, Long> digests, Optional<String> minimum, Optional<String> maximum, List<Fault> faults) {

    /** What can be wrong with a packed file by itself. */
    public enum Kind {
        /** Bytes that break the format, or a page that does not fit its checksum. */
        PAGE,
        /** Rows out of order, or a null where none may be. */
        ORDER,
        /** The numbers of the rows are not 0, 1, 2 and so on. */
        SEQUENCE
    }

    /**
     * One thing that is wrong.
     *
     * @param column empty if it is no column's
     * @param detail in words, not escaped
     */
    public record Fault(Kind kind, String column, String detail) {}

    public FileProof {
        faults = List.copyOf(faults);
    }
}
