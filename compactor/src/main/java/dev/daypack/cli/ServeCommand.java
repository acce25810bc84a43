package dev.daypack.cli;

import dev.daypack.report.ClosingTable;
import dev.daypack.report.RunReport;
import dev.daypack.report.RunReportJson;
import dev.daypack.settings.GivenValue;
import dev.daypack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack serve}. */
@Command(
        name = "serve",
        customSynopsis = "daypack serve [OPTIONS]",
        header = "Stay and catch up every night.",
        description = "The long-running form: fires the same catch-up by a schedule (02:30 UTC unless set otherwise), "
                + "never two at once. A time that was missed while it was not running is made up for once at the "
                + "start. SIGTERM ends it cleanly: what is published is whole.",
        footer = {
            "",
            "Example: at 04:00 UTC, looking for late parts of three days",
            "  daypack serve --cron '0 0 4 * * ?' --recheck-days 3"
        })
final class ServeCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final AtomicBoolean isRunInterrupted = new AtomicBoolean();

    @Option(names = "--cron", paramLabel = "EXPR", description = "Quartz cron expression in UTC; else '0 30 2 * * ?'.")
    private String cron;

    @ArgGroup(validate = false, heading = Headings.DAYS, order = 1)
    private RecheckOption recheck = new RecheckOption();

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 2)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 3)
    private TalkOptions talk = new TalkOptions();

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversation conversation = new Conversation(surroundings, talk);
        List<GivenValue> flags = new ArrayList<>(settings.given());
        if (cron != null) {
            flags.add(GivenValue.ofFlag("schedule.cron", "--cron", cron));
        }
        Settings loaded = surroundings.load(settings.config(), flags).settings();
        loaded.rawUrl();
        loaded.compactUrl();
        try (Application application = surroundings.factory().open(loaded)) {
            application.serve(
                    RunRequest.of(RunMode.CATCH_UP, recheck.days()),
                    conversation::progress,
                    report -> finished(conversation, report),
                    surroundings.cancellation());
        }
        // To be stopped between two runs is how a daemon ends well.
        return (isRunInterrupted.get() ? ExitCode.INTERRUPTED : ExitCode.DONE).code();
    }

    private void finished(Conversation conversation, RunReport report) {
        isRunInterrupted.set(report.interrupted());
        conversation.result(() -> ClosingTable.lines(report), () -> RunReportJson.of(report));
    }
}
