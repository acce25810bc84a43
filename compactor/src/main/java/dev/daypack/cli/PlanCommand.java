package dev.daypack.cli;

import dev.daypack.report.PlanReport;
import dev.daypack.report.PlanTable;
import dev.daypack.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack plan}. */
@Command(
        name = "plan",
        customSynopsis = "daypack plan [OPTIONS]",
        header = "Show what a run would do and why, and change nothing.",
        description = "Lists every day and partition that a run would look at, with the decision and its reason. "
                + "Takes the flags of the command it stands in for.",
        footer = {
            "",
            "Example: what would tonight's catch-up do?",
            "  daypack plan --raw s3://ticks-raw --compact s3://ticks",
            "Example: what would packing January again do?",
            "  daypack plan --mode backfill --overwrite \\",
            "      --date-from 20260101 --date-to 20260131"
        })
final class PlanCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "daily, catch-up (the default) or backfill.",
            order = 0)
    private String mode = "catch-up";

    @ArgGroup(validate = false, heading = Headings.DAYS, order = 1)
    private RangeOptions range = new RangeOptions();

    @ArgGroup(validate = false, heading = "", order = 2)
    private RecheckOption recheck = new RecheckOption();

    @ArgGroup(validate = false, heading = Headings.WHAT, order = 3)
    private FilterOptions filters = new FilterOptions();

    @ArgGroup(validate = false, heading = Headings.LIMITS, order = 4)
    private LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 5)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 6)
    private TalkOptions talk = new TalkOptions();

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversation conversation = new Conversation(surroundings, talk);
        RunRequest request = request();
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.rawUrl();
        loaded.compactUrl();
        try (Application application = surroundings.factory().open(loaded)) {
            PlanReport plan = application.plan(request, surroundings.cancellation());
            conversation.result(() -> PlanTable.lines(plan), () -> PlanTable.json(plan));
        }
        return ExitCode.DONE.code();
    }

    private RunRequest request() {
        RunMode wanted = Arrays.stream(RunMode.values())
                .filter(known -> known.toString().equals(mode))
                .findFirst()
                .orElseThrow(() -> new UsageException("--mode is one of " + List.of(RunMode.values())));
        boolean hasRange = range.from != null || range.to != null || range.overwrite;
        if (hasRange && wanted != RunMode.BACKFILL) {
            throw new UsageException("--date-from, --date-to and --overwrite need --mode backfill");
        }
        if (recheck.days() > 0 && wanted != RunMode.CATCH_UP) {
            throw new UsageException("--recheck-days needs --mode catch-up");
        }
        return new RunRequest(
                wanted,
                Optional.ofNullable(range.from),
                Optional.ofNullable(range.to),
                range.overwrite,
                limits.retryQuarantine,
                recheck.days(),
                limits.maxDays(),
                limits.maxPartitionsPerDay(),
                filters.filter());
    }
}
