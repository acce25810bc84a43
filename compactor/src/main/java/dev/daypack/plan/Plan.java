package dev.daypack.plan;

import dev.daypack.text.Units;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a run will do, and what it will not, with a reason for each.
 *
 * @param mode which days it is about
 * @param today the day (UTC) it was made on; neither it nor a later one is ever packed
 * @param headline one line that says which days these are
 * @param decisions one for every discovered partition-day, in the order of the work
 * @param gaps days that the mode is about and that have no partition-days, oldest first
 * @param totals counts of {@code decisions} and {@code gaps}
 */
public record Plan(
        Mode mode, LocalDate today, String headline, List<Decision> decisions, List<Gap> gaps, Totals totals) {

    /**
     * Counts. The four actions add up to the partition-days.
     *
     * @param partitionDays decisions
     * @param days days with something to pack
     * @param emptyDays days in gaps
     */
    public record Totals(int partitionDays, int pack, int repack, int recheck, int skip, int days, long emptyDays) {

        public Totals {
            if (pack + repack + recheck + skip != partitionDays) {
                throw new IllegalArgumentException("actions do not add up to " + partitionDays + " partition-days");
            }
        }
    }

    public Plan {
        decisions = List.copyOf(decisions);
        gaps = List.copyOf(gaps);
        if (new HashSet<>(decisions.stream().map(Decision::day).toList()).size() != decisions.size()) {
            throw new IllegalArgumentException("two decisions on one partition-day");
        }
        if (!totals.equals(count(decisions, gaps))) {
            throw new IllegalArgumentException("totals " + totals + " are not those of the decisions");
        }
    }

    static Plan of(Mode mode, LocalDate today, String headline, List<Decision> decisions, List<Gap> gaps) {
        return new Plan(mode, today, headline, decisions, gaps, count(decisions, gaps));
    }

    /** What is to be done, in order: all decisions but those to skip. */
    public List<Decision> work() {
        return decisions.stream()
                .filter(decision -> decision.action() != Action.SKIP)
                .toList();
    }

    /** Why there is nothing to do, as one line for people; empty if there is something. */
    public Optional<String> nothingToDo() {
        if (totals.skip() < totals.partitionDays()) {
            return Optional.empty();
        }
        Optional<Decision> newest = decisions.stream()
                .filter(decision -> decision.day().date().isBefore(today))
                .max((left, right) -> left.day().compareTo(right.day()));
        String seen = newest.map(decision -> Units.count(totals.partitionDays(), "partition-day")
                        + " looked at; " + (totals.partitionDays() == 1 ? "" : "the last of them, ") + decision.day()
                        + ": " + decision.reason())
                .orElse("no data discovered before today");
        return Optional.of("nothing to do: " + headline + "; " + seen);
    }

    private static Totals count(List<Decision> decisions, List<Gap> gaps) {
        List<LocalDate> days = decisions.stream()
                .filter(decision -> decision.action().isLimited())
                .map(decision -> decision.day().date())
                .distinct()
                .toList();
        return new Totals(
                decisions.size(),
                count(decisions, Action.PACK),
                count(decisions, Action.REPACK),
                count(decisions, Action.RECHECK),
                count(decisions, Action.SKIP),
                days.size(),
                gaps.stream().mapToLong(Gap::days).sum());
    }

    private static int count(List<Decision> decisions, Action action) {
        return Math.toIntExact(decisions.stream()
                .filter(decision -> decision.action() == action)
                .count());
    }
}
