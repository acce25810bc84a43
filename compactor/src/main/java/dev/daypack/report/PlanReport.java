package dev.daypack.report;

import java.time.LocalDate;
import java.util.List;

/**
 * A plan for people and machines: what would be done, what would not, and why.
 *
 * @param headline one line that says which days the plan is about
 * @param steps in the order of the work, then what is left alone
 * @param notes what the reader should know besides, such as why there is nothing to do
 */
public record PlanReport(String mode, LocalDate today, String headline, List<Step> steps, List<String> notes) {

    /**
     * One decision.
     *
     * @param subject a partition, or {@code -} for a decision on the whole day
     * @param days one day, or {@code 2026-01-01..2026-01-04}
     * @param action one word: {@code pack}, {@code repack}, {@code recheck}, {@code skip}, ...
     * @param isWork whether something would be done
     */
    public record Step(String days, String subject, String action, boolean isWork, String reason) {}

    public PlanReport {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** How many steps are work. */
    public long work() {
        return steps.stream().filter(Step::isWork).count();
    }
}
