package dev.daypack.cli;

import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.ReapReportText;
import dev.daypack.report.Progress;
import dev.daypack.settings.Settings;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack reap}. */
@Command(
        name = "reap",
        customSynopsis = "daypack reap [OPTIONS]",
        header = "Delete raw parts of days that are packed, settled, and proven again.",
        description = "Tells what it would delete; with --delete, does so, the oldest day first. A day's parts go only "
                + "after its data.parquet was read whole and found as claimed, and only if raw has the very parts that "
                + "it was packed from, and no others. Each is deleted by key and ETag, after a record of it was "
                + "written. Days after last_compacted_date and within the grace days stay.",
        footer = {
            "",
            "Example: what could go, then to let the oldest week go, packed again and compared first",
            "  daypack reap --raw s3://ticks-raw --compact s3://ticks",
            "  daypack reap --raw s3://ticks-raw --compact s3://ticks --max-days 7 --rebuild --delete"
        })
final class ReapCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--delete", description = "Delete the parts. Without, nothing is written or deleted.")
    private boolean delete;

    @Option(
            names = "--rebuild",
            description = "Before that, pack each day again from its raw parts, and compare the bytes.")
    private boolean rebuild;

    @Option(
            names = "--grace-days",
            paramLabel = "N",
            description = "Only days that are so many days past, and were packed so many days ago; else 30.")
    private Integer graceDays;

    @ArgGroup(validate = false, heading = Headings.DAYS, order = 1)
    private DayRangeOptions range = new DayRangeOptions();

    @ArgGroup(validate = false, heading = Headings.WHAT, order = 2)
    private FilterOptions filters = new FilterOptions();

    @ArgGroup(validate = false, heading = Headings.LIMITS, order = 3)
    private DayLimitOptions limits = new DayLimitOptions();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 4)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 5)
    private TalkOptions talk = new TalkOptions();

    ReapCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (rebuild && !delete) {
            throw new UsageException("--rebuild goes with --delete; daypack verify --rebuild packs again and compares");
        }
        Conversation conversation = new Conversation(surroundings, talk);
        ReapRequest request = new ReapRequest(
                SelectionRequest.of(range, filters, limits),
                graceDays == null ? OptionalInt.empty() : OptionalInt.of(graceDays),
                delete,
                rebuild);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.rawUrl();
        loaded.compactUrl();
        ReapReport report;
        try (Application application = surroundings.factory().open(loaded)) {
            try (Progress progress = conversation.progress()) {
                report = application.reap(request, progress, surroundings.cancellation());
            }
        }
        conversation.pause();
        conversation.result(() -> ReapReportText.lines(report), () -> ReapReportText.json(report));
        if (report.isInterrupted()) {
            return ExitCode.INTERRUPTED.code();
        }
        return (report.isClean() ? ExitCode.DONE : ExitCode.TROUBLE).code();
    }
}
