package dev.daypack.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The merged order, found the simple way: all rows in one list, and the library's stable sort. */
final class NaiveMerge {

    record Row(long key, int source, long row) {}

    private NaiveMerge() {}

    static List<Row> of(List<FakeSource> sources) {
        List<Row> rows = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            long[] keys = sources.get(source).allKeys();
            for (int row = 0; row < keys.length; row++) {
                rows.add(new Row(keys[row], source, row));
            }
        }
        rows.sort(Comparator.comparingLong(Row::key));
        return rows;
    }

    /** What the runs say, row by row. */
    static void appendRows(Runs runs, long[] keys, List<Row> rows) {
        int at = 0;
        for (int run = 0; run < runs.count(); run++) {
            for (int i = 0; i < runs.length(run); i++) {
                rows.add(new Row(keys[at++], runs.source(run), runs.start(run) + i));
            }
        }
    }
}
