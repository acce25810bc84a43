package dev.daypack.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Medians over the rounds that count, as Markdown. Ratios are those of the first peer to the one of the line, taken run
 * by run within a round, then their median: the speed of a shared machine drifts from round to round. Runs that were
 * disturbed are left out where others are left.
 */
final class ResultTables {

    private static final double MEGA = 1e6;

    private final List<Run> runs;

    ResultTables(List<Run> runs) {
        this.runs = List.copyOf(runs);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| data set | engine | runs | wall s | user s | system s | RSS MB | output MB | M rows/s ");
        text.append("| wall, ratio pair by pair | output, ratio |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (String set : runs.stream().map(Run::set).distinct().toList()) {
            List<Run> ofSet = runs.stream().filter(run -> run.set().equals(set)).toList();
            String first = ofSet.get(0).peer();
            for (String peer : ofSet.stream().map(Run::peer).distinct().toList()) {
                text.append(line(set, peer, of(ofSet, first), of(ofSet, peer))).append('\n');
            }
        }
        return text.append(besideA()).toString();
    }

    /** What the first peer needs for a row, and for a byte of its parts, relative to the data set A; if A is there. */
    private String besideA() {
        if (runs.isEmpty()) {
            return "";
        }
        String first = runs.get(0).peer();
        List<Run> ofA = counted(
                of(runs, first).stream().filter(run -> run.set().equals("A")).toList());
        List<String> others = runs.stream()
                .map(Run::set)
                .distinct()
                .filter(set -> !set.equals("A"))
                .toList();
        if (ofA.isEmpty() || others.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n| data set | wall a row, A = 1 | wall an input byte, A = 1 |\n");
        text.append("|---|---|---|\n");
        for (String set : others) {
            List<Run> ofSet = counted(of(runs, first).stream()
                    .filter(run -> run.set().equals(set))
                    .toList());
            if (!ofSet.isEmpty()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %.2f | %.2f |%n",
                        set,
                        Medians.of(ofSet, Run::wallPerRow) / Medians.of(ofA, Run::wallPerRow),
                        Medians.of(ofSet, Run::wallPerInputByte) / Medians.of(ofA, Run::wallPerInputByte)));
            }
        }
        return text.toString();
    }

    private static List<Run> of(List<Run> runs, String peer) {
        return runs.stream().filter(run -> run.peer().equals(peer)).toList();
    }

    private static String line(String set, String peer, List<Run> firsts, List<Run> all) {
        if (all.stream().anyMatch(run -> !run.isGood())) {
            String complaint = all.stream()
                    .filter(run -> !run.isGood())
                    .findFirst()
                    .orElseThrow()
                    .complaint();
            return "| " + set + " | " + peer + " | | WRONG: " + complaint.replace('|', '/') + " | | | | | | | |";
        }
        List<Run> good = counted(all);
        if (good.isEmpty()) {
            return "| " + set + " | " + peer + " | 0 | | | | | | | | |";
        }
        boolean isDisturbed = good.stream().anyMatch(run -> run.usage().isDisturbed());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d%s | %.2f | %.2f | %.2f | %,.0f | %,.1f | %.2f | %s | %s |",
                set,
                peer,
                good.size(),
                isDisturbed ? " disturbed" : "",
                Medians.of(good, run -> run.usage().wallSeconds()),
                Medians.of(good, run -> run.usage().userSeconds()),
                Medians.of(good, run -> run.usage().systemSeconds()),
                Medians.of(good, run -> run.usage().peakBytes() / MEGA),
                Medians.of(good, run -> run.sizes().outputBytes() / MEGA),
                Medians.of(good, Run::megaRowsPerSecond),
                ratio(firsts, good, run -> run.usage().wallSeconds()),
                ratio(firsts, good, run -> run.sizes().outputBytes()));
    }

    private static List<Run> counted(List<Run> runs) {
        List<Run> counted = runs.stream().filter(Run::counts).toList();
        List<Run> quiet =
                counted.stream().filter(run -> !run.usage().isDisturbed()).toList();
        return quiet.isEmpty() ? counted : quiet;
    }

    /** Median of the ratios of two runs of the same round; empty for the first peer itself, or without such pairs. */
    private static String ratio(List<Run> firsts, List<Run> others, ToDoubleFunction<Run> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Run first : counted(firsts)) {
            for (Run other : others) {
                if (first.round() == other.round() && !first.peer().equals(other.peer())) {
                    ratios.add(figure.applyAsDouble(first) / figure.applyAsDouble(other));
                }
            }
        }
        return ratios.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", Medians.of(ratios));
    }
}
