package dev.daypack.app;

import dev.daypack.compact.CompactionRun;
import dev.daypack.discover.IgnoredPrefix;
import dev.daypack.plan.Action;
import dev.daypack.plan.Decision;
import dev.daypack.plan.Gap;
import dev.daypack.plan.Plan;
import dev.daypack.report.PlanReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A plan in the words of the report. */
final class PlanReports {

    /** More prefixes than this that do not fit the layout are counted, not shown. */
    private static final int MAX_IGNORED = 50;

    private PlanReports() {}

    static PlanReport of(CompactionRun.Outlook outlook) {
        Plan plan = outlook.plan();
        List<PlanReport.Step> steps = new ArrayList<>();
        plan.decisions().stream()
                .sorted(Comparator.comparing((Decision decision) -> decision.action() == Action.SKIP))
                .map(decision -> step(decision, outlook.deliveries().get(decision.day())))
                .forEach(steps::add);
        plan.gaps().stream().map(PlanReports::step).forEach(steps::add);
        return new PlanReport(plan.mode().command(), plan.today(), plan.headline(), steps, notes(outlook));
    }

    private static List<String> notes(CompactionRun.Outlook outlook) {
        List<String> notes = new ArrayList<>();
        outlook.plan().nothingToDo().ifPresent(notes::add);
        List<IgnoredPrefix> shown = outlook.ignored().shown();
        shown.subList(0, Math.min(MAX_IGNORED, shown.size())).forEach(prefix -> notes.add("ignored " + prefix));
        long more = outlook.ignored().total() - MAX_IGNORED;
        if (more > 0) {
            notes.add("ignored " + more + " more prefixes that do not fit the layout");
        }
        return notes;
    }

    /** @param remark on the day's deliveries, or null */
    private static PlanReport.Step step(Decision decision, String remark) {
        return new PlanReport.Step(
                decision.day().date().toString(),
                decision.day().partition().toString(),
                decision.action().name().toLowerCase(Locale.ROOT),
                decision.action() != Action.SKIP,
                decision.reason() + (remark == null ? "" : "; " + remark));
    }

    private static PlanReport.Step step(Gap gap) {
        String days = gap.from().equals(gap.to()) ? gap.from().toString() : gap.from() + ".." + gap.to();
        return new PlanReport.Step(days, "-", "skip", false, gap.reason());
    }
}
