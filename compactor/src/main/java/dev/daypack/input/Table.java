package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The frozen parts of one merge seen as one table: the united columns of all parts, and the sources (row groups) in
 * order of rank. A source's place in the list is its ordinal, which breaks ties.
 *
 * @param fields the united schema: the fields of the first part in its order, then those that later parts add
 * @param columns the leaves of the fields
 * @param key the sort columns, if any
 * @param sources row groups that have rows, by (part, row group)
 * @param rows sum over the sources
 * @param drift how the parts differ from the united schema
 * @param carried key-value metadata of the parts, for the output
 */
public record Table(
        List<SchemaField> fields,
        List<ColumnSchema> columns,
        SortKey key,
        List<Source> sources,
        long rows,
        SchemaDrift drift,
        CarriedKeyValues carried) {

    /** A source with its part, its row group, and the statistics of its key, measured. */
    private static final long SOURCE_BYTES = 900;

    /** A chunk's place and sizes, measured. */
    private static final long CHUNK_BYTES = 18;

    /**
     * One row group of one part.
     *
     * @param part its file
     * @param rank place of the part among the parts
     * @param group sizes and places of its chunks
     * @param leaves for each column of the table, where the part has it
     */
    public record Source(Part part, int rank, RowGroupMeta group, List<LeafSource> leaves) {

        public long rows() {
            return group.rows();
        }

        /** The chunk that a column of the table is read from, or null if it is not read at all. */
        public ChunkMeta chunk(int column) {
            LeafSource leaf = leaves.get(column);
            return leaf.isAbsent() ? null : group.chunks().get(leaf.chunk());
        }

        /** The smallest narrow key that the statistics claim; a hint, never trusted. */
        public OptionalLong claimedMinimum(KeyColumn key) {
            return group.claim().minimum(key);
        }

        /** The largest narrow key that the statistics claim; a hint, never trusted. */
        public OptionalLong claimedMaximum(KeyColumn key) {
            return group.claim().maximum(key);
        }

        /**
         * Says that rows of a column will be read soon, so that a part at a distance can fetch them. Where they lie in
         * the chunk is guessed by their share of its rows, with a window more behind.
         */
        public void willNeed(int column, long fromRow, long rowCount) {
            ChunkMeta chunk = chunk(column);
            if (chunk != null && rows() > 0) {
                double bytesPerRow = (double) chunk.sizeBytes() / rows();
                long from = (long) (fromRow * bytesPerRow);
                long to = (long) ((fromRow + rowCount) * bytesPerRow)
                        + part.bytes().windowBytes();
                part.bytes().willNeed(chunk.offset() + from, Math.min(to, chunk.sizeBytes()) - from);
            }
        }

        /** Reads a flat column of the table. */
        public ColumnReader reader(int column, InputLimits limits, BufferPool pool) {
            return new ColumnReader(part, leaves.get(column), rows(), chunk(column), limits, pool);
        }

        /** Reads any column of the table, entry by entry. */
        public NestedReader nestedReader(int column, InputLimits limits, BufferPool pool) {
            return new NestedReader(part, leaves.get(column), rows(), chunk(column), limits, pool);
        }
    }

    /** What it takes on the heap for as long as the merge goes on: mainly where every column chunk lies. */
    public long heldBytes() {
        long bytes = 0;
        for (Source source : sources) {
            bytes += SOURCE_BYTES
                    + source.part().name().length()
                    + CHUNK_BYTES * source.group().chunks().size();
        }
        return bytes;
    }

    /**
     * Unites the parts.
     *
     * @param footers in order of rank, at least one
     * @param seqColumn name of the column that the output adds
     * @param limits for all parts together as for each of them
     * @throws PartRejectedException naming both parts and the column when their schemas do not go together, or when the
     *     sort column is missing or cannot be sorted by
     */
    public static Table of(
            List<PartFooter> footers, SortOrder order, String seqColumn, SchemaMode mode, InputLimits limits) {
        SchemaUnion union = new SchemaUnion(mode);
        Set<List<SchemaField>> seen = new HashSet<>();
        for (PartFooter footer : footers) {
            if (seen.add(footer.fields())) {
                int known = leafCount(union.fields());
                union.add(footer);
                if (leafCount(union.fields()) > known) {
                    checkColumns(footer, union.fields(), limits);
                }
            }
        }
        List<SchemaField> fields = union.fields();
        List<ColumnSchema> columns = SchemaField.leaves(fields);
        PartFooter first = footers.get(0);
        SortKey key = SortKey.of(columns, footers, order);
        checkNoSeq(first, fields, seqColumn);
        SchemaDrifts drifts = new SchemaDrifts(columns);
        Map<List<SchemaField>, List<LeafSource>> leavesOf = new HashMap<>();
        List<Source> sources = new ArrayList<>();
        long rows = 0;
        for (int rank = 0; rank < footers.size(); rank++) {
            PartFooter footer = footers.get(rank);
            List<LeafSource> leaves = leavesOf.computeIfAbsent(footer.fields(), mine -> leaves(fields, footer));
            drifts.add(footer, leaves);
            for (RowGroupMeta group : footer.rowGroups()) {
                sources.add(new Source(footer.part(), rank, group, leaves));
            }
            rows += footer.rows();
        }
        CarriedKeyValues carried = CarriedKeyValues.of(footers, fields, seqField(fields, key), seqColumn);
        return new Table(fields, columns, key, List.copyOf(sources), rows, drifts.drift(), carried);
    }

    private static int leafCount(List<SchemaField> fields) {
        return fields.stream().mapToInt(SchemaField::leafCount).sum();
    }

    /** What no part may have, all of them together must not have either. */
    private static void checkColumns(PartFooter latest, List<SchemaField> fields, InputLimits limits) {
        int count = leafCount(fields);
        if (count > limits.columns()) {
            throw new PartRejectedException(
                    Reason.OVER_LIMIT,
                    latest.part().name(),
                    "",
                    -1,
                    "with this part the day has " + count + " columns; limits.columns is " + limits.columns());
        }
        Set<String> names = new HashSet<>();
        for (ColumnSchema column : SchemaField.leaves(fields)) {
            if (!names.add(column.name())) {
                throw new PartRejectedException(
                        Reason.SCHEMA_MISMATCH,
                        latest.part().name(),
                        column.name(),
                        -1,
                        "with this part two columns read like this, dots and all");
            }
        }
    }

    /** Whatever the schemas are: every chunk of the part must be read as some column. */
    private static List<LeafSource> leaves(List<SchemaField> fields, PartFooter footer) {
        List<LeafSource> leaves = LeafSources.of(fields, footer.fields());
        boolean[] isRead = new boolean[footer.columns().size()];
        leaves.stream()
                .filter(leaf -> leaf.hasValues() || leaf.forbidsValues())
                .forEach(leaf -> isRead[leaf.chunk()] = true);
        for (int chunk = 0; chunk < isRead.length; chunk++) {
            if (!isRead[chunk]) {
                throw new PartRejectedException(
                        Reason.SCHEMA_MISMATCH,
                        footer.part().name(),
                        footer.columns().get(chunk).name(),
                        -1,
                        "the column would be lost in the schema of all parts");
            }
        }
        return leaves;
    }

    /** Place of the first sort column among the columns. Only if there is one. */
    public int keyIndex() {
        return key.first().index();
    }

    /**
     * Place among the fields, with ours, of the one that the output adds: after the field that the first sort column
     * is, or lies in; the very first without sort columns.
     */
    public int seqField() {
        return seqField(fields, key);
    }

    private static int seqField(List<SchemaField> fields, SortKey key) {
        int field = 0;
        if (!key.isEmpty()) {
            int leaves = 0;
            while (leaves <= key.first().index()) {
                leaves += fields.get(field++).leafCount();
            }
        }
        return field;
    }

    /** Place among the columns, with ours, of the column that the output adds. */
    public int seqIndex() {
        return leafCount(fields.subList(0, seqField()));
    }

    private static void checkNoSeq(PartFooter first, List<SchemaField> fields, String seqColumn) {
        if (fields.stream().anyMatch(field -> field.name().equals(seqColumn))) {
            throw new PartRejectedException(
                    Reason.SCHEMA_MISMATCH,
                    first.part().name(),
                    seqColumn,
                    -1,
                    "the parts have a column of this name already; set seq-column to another name for ours");
        }
    }
}
