package dev.daypack.cli;

import dev.daypack.integrity.VerifyReport;
import dev.daypack.integrity.VerifyReportText;
import dev.daypack.report.Progress;
import dev.daypack.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack verify}. */
@Command(
        name = "verify",
        customSynopsis = "daypack verify [OPTIONS]",
        header = "Read what is published again, and check it against all that it claims.",
        description = "Reads every page of every data.parquet that is asked for, the newest day first, and checks "
                + "checksums, order, seq, bounds, the digest of each column, SHA-256 and size against footer, "
                + "meta.json and state, the list of inputs, and that the sidecars can be read. Writes nothing. "
                + "Exit code 1 if anything is not as claimed; each finding comes with what to do.",
        footer = {
            "",
            "Example: the last week, packed again from raw and compared byte by byte",
            "  daypack verify --max-days 7 --rebuild --raw s3://ticks-raw --compact s3://ticks"
        })
final class VerifyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = "--rebuild",
            description = "Pack each day again from the raw parts that it was packed from, and compare the bytes.")
    private boolean rebuild;

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

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversation conversation = new Conversation(surroundings, talk);
        VerifyRequest request = new VerifyRequest(SelectionRequest.of(range, filters, limits), rebuild);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.compactUrl();
        if (rebuild) {
            loaded.rawUrl();
        }
        VerifyReport report;
        try (Application application = surroundings.factory().open(loaded)) {
            try (Progress progress = conversation.progress()) {
                report = application.verify(request, progress, surroundings.cancellation());
            }
        }
        conversation.pause();
        conversation.result(() -> VerifyReportText.lines(report), () -> VerifyReportText.json(report));
        if (report.isInterrupted()) {
            return ExitCode.INTERRUPTED.code();
        }
        return (report.isClean() ? ExitCode.DONE : ExitCode.TROUBLE).code();
    }
}
