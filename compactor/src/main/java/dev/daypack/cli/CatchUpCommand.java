package dev.daypack.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code daypack catch-up}, also what {@code daypack} alone means. */
@Command(
        name = "catch-up",
        customSynopsis = "daypack catch-up [OPTIONS]",
        header = "Pack every day since the watermark, up to yesterday. The default.",
        description = "Takes the days after last_compacted_date, and before it what failed, waits for data or was "
                + "left by a crash. With no state yet it takes yesterday only; use backfill for older days. Safe "
                + "to call as often as you like: a second run finds nothing to do and says so.",
        footer = {
            "",
            "Example: nightly, with an eye on parts that came late in the last week",
            "  daypack catch-up --raw s3://ticks-raw --compact s3://ticks --recheck-days 7"
        })
final class CatchUpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = Headings.DAYS, order = 1)
    private RecheckOption recheck = new RecheckOption();

    @ArgGroup(validate = false, heading = Headings.WHAT, order = 2)
    private FilterOptions filters = new FilterOptions();

    @ArgGroup(validate = false, heading = Headings.LIMITS, order = 3)
    private LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 4)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 5)
    private TalkOptions talk = new TalkOptions();

    CatchUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RunRequest request = new RunRequest(
                RunMode.CATCH_UP,
                Optional.empty(),
                Optional.empty(),
                false,
                limits.retryQuarantine,
                recheck.days(),
                limits.maxDays(),
                limits.maxPartitionsPerDay(),
                filters.filter());
        return new Runs(surroundings, talk).run(request, settings).code();
    }
}
