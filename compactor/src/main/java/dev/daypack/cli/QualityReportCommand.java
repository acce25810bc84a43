package dev.daypack.cli;

import dev.daypack.quality.QualityReport;
import dev.daypack.settings.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack quality-report}. */
@Command(
        name = "quality-report",
        customSynopsis = "daypack quality-report [OPTIONS]",
        header = "Show how good the collector's evidence of the last days is.",
        description = "Reads the collector's quality windows and judges each day: GOOD, DEGRADED, BAD (quarantined), "
                + "PARTIAL (waits for the rest) or UNKNOWN (no windows at all).",
        footer = {"", "Example: the last month", "  daypack quality-report --days 30 --raw s3://ticks-raw"})
final class QualityReportCommand implements Callable<Integer> {

    private static final int MAX_DAYS = 3_660;

    private final Surroundings surroundings;

    @Option(names = "--days", paramLabel = "N", defaultValue = "14", description = "Days before today; else 14.")
    private int days;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    QualityReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new UsageException("--days is " + days + "; give 1 to " + MAX_DAYS);
        }
        Conversation conversation = new Conversation(surroundings, talk);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.rawUrl();
        try (Application application = surroundings.factory().open(loaded)) {
            QualityReport report = application.qualityReport(days, surroundings.cancellation());
            conversation.result(() -> List.of(report.toText().stripTrailing()), report::toJsonNode);
            return (report.hasUnreadableDays() ? ExitCode.TROUBLE : ExitCode.DONE).code();
        }
    }
}
