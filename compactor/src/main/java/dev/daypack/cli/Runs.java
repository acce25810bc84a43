package dev.daypack.cli;

import dev.daypack.report.ClosingTable;
import dev.daypack.report.Progress;
import dev.daypack.report.RunReport;
import dev.daypack.report.RunReportJson;
import dev.daypack.settings.Settings;

/** Does a run for the commands that start one, and tells what came of it. */
final class Runs {

    private final Surroundings surroundings;
    private final Conversation conversation;

    Runs(Surroundings surroundings, TalkOptions talk) {
        this.surroundings = surroundings;
        this.conversation = new Conversation(surroundings, talk);
    }

    /** The exit code of the run. */
    ExitCode run(RunRequest request, SettingOptions options) {
        Settings settings = surroundings.load(options.config(), options.given()).settings();
        settings.rawUrl();
        settings.compactUrl();
        try (Application application = surroundings.factory().open(settings)) {
            return exitCode(run(application, request));
        }
    }

    /** The report, told already. */
    RunReport run(Application application, RunRequest request) {
        RunReport report;
        try (Progress progress = conversation.progress()) {
            report = application.run(request, progress, surroundings.cancellation());
            progress.runFinished(report);
        }
        conversation.pause();
        conversation.result(() -> ClosingTable.lines(report), () -> RunReportJson.of(report));
        return report;
    }

    static ExitCode exitCode(RunReport report) {
        if (report.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        return report.isClean() ? ExitCode.DONE : ExitCode.TROUBLE;
    }
}
