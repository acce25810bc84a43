package dev.daypack.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians of a few numbers. */
final class Medians {

    private Medians() {}

    /** The middle one, or the mean of the two in the middle. */
    static double of(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    static double of(List<Run> runs, ToDoubleFunction<Run> figure) {
        return of(runs.stream().map(figure::applyAsDouble).toList());
    }
}
