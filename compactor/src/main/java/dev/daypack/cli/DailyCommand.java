package dev.daypack.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code daypack daily}. */
@Command(
        name = "daily",
        customSynopsis = "daypack daily [OPTIONS]",
        header = "Pack yesterday (UTC), and what was begun before.",
        description = "Packs the partition-days of yesterday that are not packed yet, and then those of earlier "
                + "days that a run began and did not finish: failed, partial, in_progress. Days that were missed "
                + "altogether stay missed, and each run warns of them: catch-up takes those too, and is what a timer "
                + "should call.",
        footer = {
            "",
            "Example: yesterday's trades of one exchange",
            "  daypack daily --raw s3://ticks-raw --compact s3://ticks \\",
            "      --exchanges binance --streams trade"
        })
final class DailyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = Headings.WHAT, order = 1)
    private FilterOptions filters = new FilterOptions();

    @ArgGroup(validate = false, heading = Headings.LIMITS, order = 2)
    private LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 3)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 4)
    private TalkOptions talk = new TalkOptions();

    DailyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RunRequest request = new RunRequest(
                RunMode.DAILY,
                Optional.empty(),
                Optional.empty(),
                false,
                limits.retryQuarantine,
                0,
                limits.maxDays(),
                limits.maxPartitionsPerDay(),
                filters.filter());
        return new Runs(surroundings, talk).run(request, settings).code();
    }
}
