package dev.daypack.sweep;

import dev.daypack.text.SortTerms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * The rule by which the sweep picks a sort column: of the flat columns at the top of the schema first those of INT32
 * and INT64, then the others; among these the one with the fewest nulls, as the footer has it (none is best, unknown
 * worst); among these the first. If there is none, or none that can be sorted by, rows stay as they stand.
 */
final class SortColumns {

    /** Rows stay as they stand. */
    static final SortTerms NONE = SortTerms.parse(SortTerms.NONE);

    /**
     * A flat column.
     *
     * @param nulls {@link Long#MAX_VALUE} if the footer does not say
     */
    private record Candidate(String name, boolean isInteger, long nulls) {}

    private SortColumns() {}

    /** The orders to try, as the setting is spelled: the columns, best first, and at last the order without columns. */
    static List<SortTerms> orders(FileMetaData footer) {
        return Stream.concat(of(footer).stream().map(SortTerms::of), Stream.of(NONE))
                .toList();
    }

    /** Names, best first. */
    static List<String> of(FileMetaData footer) {
        List<Candidate> candidates = new ArrayList<>();
        List<SchemaElement> schema = footer.getSchema();
        int leaf = 0;
        for (int at = 1; at < schema.size(); ) {
            int end = end(schema, at);
            SchemaElement element = schema.get(at);
            if (element.isSetType() && element.getRepetition_type() != FieldRepetitionType.REPEATED) {
                boolean isInteger = element.getType() == Type.INT32 || element.getType() == Type.INT64;
                candidates.add(new Candidate(element.getName(), isInteger, nulls(footer, element, leaf)));
            }
            for (; at < end; at++) {
                leaf += schema.get(at).isSetType() ? 1 : 0;
            }
        }
        return candidates.stream()
                .sorted(Comparator.comparing(Candidate::isInteger).reversed().thenComparing(Candidate::nulls))
                .map(Candidate::name)
                .toList();
    }

    /** Where the subtree that starts at a place ends. */
    private static int end(List<SchemaElement> schema, int from) {
        int open = 1;
        int at = from;
        while (open > 0 && at < schema.size()) {
            SchemaElement element = schema.get(at++);
            open += (element.isSetType() ? 0 : element.getNum_children()) - 1;
        }
        return at;
    }

    private static long nulls(FileMetaData footer, SchemaElement element, int leaf) {
        if (element.getRepetition_type() == FieldRepetitionType.REQUIRED) {
            return 0;
        }
        long nulls = 0;
        for (RowGroup group : footer.getRow_groups()) {
            boolean isKnown = leaf < group.getColumnsSize()
                    && group.getColumns().get(leaf).isSetMeta_data()
                    && group.getColumns().get(leaf).getMeta_data().isSetStatistics();
            Statistics claims =
                    isKnown ? group.getColumns().get(leaf).getMeta_data().getStatistics() : new Statistics();
            if (!claims.isSetNull_count()) {
                return Long.MAX_VALUE;
            }
            nulls += claims.getNull_count();
        }
        return nulls;
    }
}
