package dev.daypack.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code daypack backfill}. */
@Command(
        name = "backfill",
        customSynopsis = "daypack backfill [OPTIONS]",
        header = "Pack a range of days, or all older days, newest first.",
        description = "With --date-from, packs that range. Without, works backwards from the newest day that is not "
                + "packed; --max-days keeps such a run short. What is packed stays as it is unless --overwrite is "
                + "given.",
        footer = {
            "",
            "Example: pack the first week of January again",
            "  daypack backfill --date-from 20260101 --date-to 20260107 --overwrite \\",
            "      --raw s3://ticks-raw --compact s3://ticks"
        })
final class BackfillCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = Headings.DAYS, order = 1)
    private RangeOptions range = new RangeOptions();

    @ArgGroup(validate = false, heading = Headings.WHAT, order = 2)
    private FilterOptions filters = new FilterOptions();

    @ArgGroup(validate = false, heading = Headings.LIMITS, order = 3)
    private LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 4)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 5)
    private TalkOptions talk = new TalkOptions();

    BackfillCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RunRequest request = new RunRequest(
                RunMode.BACKFILL,
                Optional.ofNullable(range.from),
                Optional.ofNullable(range.to),
                range.overwrite,
                limits.retryQuarantine,
                0,
                limits.maxDays(),
                limits.maxPartitionsPerDay(),
                filters.filter());
        return new Runs(surroundings, talk).run(request, settings).code();
    }
}
