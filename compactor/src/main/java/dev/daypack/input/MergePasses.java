package dev.daypack.input;

import dev.daypack.merge.KeySource;
import dev.daypack.merge.Merger;
import dev.daypack.merge.Runs;
import dev.daypack.merge.WideKeySource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Merges more sources than may be open at once: groups of neighbours are merged ahead of time, into sources whose keys
 * and runs are spilled, until few enough are left. No more than needed are merged twice. The groups are neighbours so
 * that ties keep their order, and a merged source has the ordinal of its first member; the others become empty. So the
 * runs that come out are those of a merge of all sources at once.
 *
 * <pre>
 *   fan-in 3   sources   0   1   2   3   4        one merge of three leaves three
 *   a pass               [0  1   2]  3   4
 *   last               0 (rows of 0, 1, 2), 3, 4
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class MergePasses implements Merger {

    /** Of the merge proper, so many rows at once: what it gives is in hand beside what it stands for. */
    private static final int STEP_ROWS = 4096;

    private final KeyForm<?> form;

    /** By ordinal: what the rows of the source with it stand for. */
    private final RowTaker[] takers;

    private final List<PassedRuns> passes = new ArrayList<>();
    private final Runs taken = new Runs();
    private Merger last;

    private MergePasses(KeyForm<?> form, int sourceCount) {
        this.form = form;
        this.takers =
                IntStream.range(0, sourceCount).mapToObj(RowTaker.OfSource::new).toArray(RowTaker[]::new);
    }

    /**
     * Makes a merger; passes that have to be made are made now.
     *
     * @param overlap how many sources would be open at once; more than the room's fan-in make passes necessary
     */
    public static Merger narrow(List<KeySource> sources, int overlap, KeyRoom room) {
        return of(sources, overlap, room, new NarrowForm(room));
    }

    /** The same of wide keys. */
    public static Merger wide(List<WideKeySource> sources, int overlap, KeyRoom room) {
        return of(sources, overlap, room, new WideForm(room));
    }

    private static <S> Merger of(List<S> sources, int overlap, KeyRoom room, KeyForm<S> form) {
        if (overlap <= room.fanIn()) {
            return form.merger(sources);
        }
        MergePasses passes = new MergePasses(form, sources.size());
        try {
            passes.run(new ArrayList<>(sources), form, room);
            return passes;
        } catch (RuntimeException e) {
            passes.close();
            throw e;
        }
    }

    private <S> void run(List<S> sources, KeyForm<S> form, KeyRoom room) {
        for (int left = count(sources, form); left > room.fanIn(); left = count(sources, form)) {
            int excess = left - room.fanIn();
            int from = 0;
            while (excess > 0 && from < sources.size()) {
                int members = Math.min(room.fanIn(), excess + 1);
                int to = end(sources, form, from, members);
                excess -= merge(sources, form, room, from, to);
                from = to;
            }
        }
        last = form.merger(sources);
    }

    private static <S> int count(List<S> sources, KeyForm<S> form) {
        return (int) sources.stream().filter(source -> form.rows(source) > 0).count();
    }

    /** Where a group of so many sources with rows ends. */
    private static <S> int end(List<S> sources, KeyForm<S> form, int from, int members) {
        int to = from;
        for (int left = members; to < sources.size() && left > 0; to++) {
            left -= form.rows(sources.get(to)) > 0 ? 1 : 0;
        }
        return to;
    }

    /** Merges the sources {@code from .. to} into the first of them; returns by how many there are less. */
    private <S> int merge(List<S> sources, KeyForm<S> form, KeyRoom room, int from, int to) {
        List<S> group = new ArrayList<>();
        long rows = 0;
        int members = 0;
        for (int i = 0; i < sources.size(); i++) {
            boolean isMember = i >= from && i < to && form.rows(sources.get(i)) > 0;
            // The others are left out, not shifted: runs and failures tell ordinals.
            group.add(isMember ? sources.get(i) : form.nothing());
            rows += isMember ? form.rows(sources.get(i)) : 0;
            members += isMember ? 1 : 0;
        }
        if (members < 2) {
            return 0;
        }
        PassedRuns runs = new PassedRuns(room, takers.clone());
        passes.add(runs);
        S merged = form.merged(group, rows, runs);
        runs.finish();
        for (int i = from; i < to; i++) {
            sources.set(i, i == from ? merged : form.nothing());
        }
        takers[from] = runs;
        return members - 1;
    }

    @Override
    public int next(int maxRows, Runs into) {
        int done = 0;
        while (done < maxRows) {
            taken.clear();
            int rows = last.next(Math.min(STEP_ROWS, maxRows - done), taken);
            if (rows == 0) {
                break;
            }
            for (int run = 0; run < taken.count(); run++) {
                takers[taken.source(run)].take(taken.length(run), into);
            }
            done += rows;
        }
        return done;
    }

    @Override
    public int maxOpenSources() {
        return Math.max(form.maxOpenSources(), last.maxOpenSources());
    }

    @Override
    public long rows() {
        return last.rows();
    }

    @Override
    public void close() {
        if (last != null) {
            last.close();
        }
        form.close();
        passes.forEach(PassedRuns::close);
    }
}
