package dev.daypack.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One pass over sorted runs, which merges so many neighbours at a time. */
final class RunPasses {

    private RunPasses() {}

    /**
     * The runs that are left, in the same order; as many passes as leave one sort everything.
     *
     * @param runs in the order of their ties
     * @param fanIn merged at once, at most
     * @param merge makes one run of several, which it closes
     * @param close of what the pass has made so far, if it fails
     */
    static <R> List<R> pass(List<R> runs, int fanIn, Function<List<R>, R> merge, Consumer<R> close) {
        List<R> merged = new ArrayList<>();
        try {
            for (int from = 0; from < runs.size(); from += fanIn) {
                List<R> group = runs.subList(from, Math.min(runs.size(), from + fanIn));
                merged.add(group.size() == 1 ? group.get(0) : merge.apply(group));
            }
        } catch (RuntimeException e) {
            merged.forEach(close);
            throw e;
        }
        return merged;
    }
}
