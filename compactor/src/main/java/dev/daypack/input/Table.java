package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The frozen parts of one merge seen as one table: columns that all parts agree on, and the sources (row groups) in
 * order of rank. A source's place in the list is its ordinal, which breaks ties.
 *
 * @param columns in the order of the first part
 * @param key the sort column
 * @param keyIndex its place among the columns
 * @param sources row groups that have rows, by (part, row group)
 * @param rows sum over the sources
 */
public record Table(List<ColumnSchema> columns, KeyColumn key, int keyIndex, List<Source> sources, long rows) {

    /** So many column names at most in a message. */
    private static final int MAX_NAMES = 20;

    /**
     * One row group of one part.
     *
     * @param part its file
     * @param rank place of the part among the parts
     * @param group sizes and places of its chunks
     * @param chunkOf for each column of the table, the place of its chunk in the row group
     */
    public record Source(Part part, int rank, RowGroupMeta group, int[] chunkOf) {

        public long rows() {
            return group.rows();
        }

        public ChunkMeta chunk(int column) {
            return group.chunks().get(chunkOf[column]);
        }
    }

    /**
     * Unites the parts. Here they must agree: the same column names in any order, and the same types.
     *
     * @param footers in order of rank, at least one
     * @param seqColumn name of the column that the output adds
     * @throws PartRejectedException naming both parts and the column when they do not agree, or when the sort column
     *     is missing or cannot be sorted by
     */
    public static Table of(List<PartFooter> footers, String orderBy, String seqColumn) {
        PartFooter first = footers.get(0);
        List<ColumnSchema> columns = first.columns();
        int keyIndex = keyIndex(first, orderBy);
        checkNoSeq(first, seqColumn);
        List<Source> sources = new ArrayList<>();
        long rows = 0;
        for (int rank = 0; rank < footers.size(); rank++) {
            PartFooter footer = footers.get(rank);
            int[] chunkOf = agree(first, footer);
            for (RowGroupMeta group : footer.rowGroups()) {
                sources.add(new Source(footer.part(), rank, group, chunkOf));
            }
            rows += footer.rows();
        }
        return new Table(columns, KeyColumn.of(columns.get(keyIndex)), keyIndex, List.copyOf(sources), rows);
    }

    private static int keyIndex(PartFooter first, String orderBy) {
        List<ColumnSchema> columns = first.columns();
        for (int i = 0; i < columns.size(); i++) {
            ColumnSchema column = columns.get(i);
            if (column.name().equals(orderBy)) {
                if (!KeyColumn.isSupported(column)) {
                    throw new PartRejectedException(
                            Reason.UNSUPPORTED,
                            first.part().name(),
                            orderBy,
                            -1,
                            "this version cannot sort by " + column.describe()
                                    + "; order-by takes INT32 and INT64, plain or as integer, DATE, TIME or TIMESTAMP");
                }
                return i;
            }
        }
        throw new PartRejectedException(
                Reason.BAD_KEY,
                first.part().name(),
                orderBy,
                -1,
                "there is no such column to sort by; set order-by to one of "
                        + columns.stream()
                                .map(ColumnSchema::name)
                                .limit(MAX_NAMES)
                                .collect(Collectors.joining(", "))
                        + (columns.size() > MAX_NAMES ? ", ..." : ""));
    }

    private static void checkNoSeq(PartFooter first, String seqColumn) {
        if (first.columns().stream().anyMatch(column -> column.name().equals(seqColumn))) {
            throw new PartRejectedException(
                    Reason.SCHEMA_MISMATCH,
                    first.part().name(),
                    seqColumn,
                    -1,
                    "the parts have a column of this name already; set seq-column to another name for ours");
        }
    }

    /** For each column of the first part, its place in this one. */
    private static int[] agree(PartFooter first, PartFooter footer) {
        List<ColumnSchema> mine = footer.columns();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            places.put(mine.get(i).name(), i);
        }
        int[] chunkOf = new int[first.columns().size()];
        for (int i = 0; i < chunkOf.length; i++) {
            ColumnSchema wanted = first.columns().get(i);
            Integer place = places.remove(wanted.name());
            if (place == null) {
                throw mismatch(
                        footer,
                        wanted.name(),
                        "the column is missing, but stands in " + first.part().name());
            }
            if (!mine.get(place).holdsSameAs(wanted)) {
                throw mismatch(
                        footer,
                        wanted.name(),
                        mine.get(place).describe() + " here, but " + wanted.describe() + " in "
                                + first.part().name());
            }
            chunkOf[i] = place;
        }
        if (!places.isEmpty()) {
            throw mismatch(
                    footer,
                    places.keySet().iterator().next(),
                    "the column is missing in " + first.part().name());
        }
        return chunkOf;
    }

    private static PartRejectedException mismatch(PartFooter footer, String column, String detail) {
        return new PartRejectedException(
                Reason.SCHEMA_MISMATCH,
                footer.part().name(),
                column,
                -1,
                "parts of one day must agree in their columns: " + detail);
    }
}
