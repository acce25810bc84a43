package dev.daypack.cli;

import dev.daypack.report.RebuildReport;
import dev.daypack.report.RebuildTable;
import dev.daypack.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daypack state rebuild}. */
@Command(
        name = "state",
        customSynopsis = "daypack state rebuild [OPTIONS]",
        header = "Make a state that is lost or cannot be read again, from what is published.",
        description = "Reads the footer of every published file, and writes compacted/_state.json and its months anew. "
                + "What can be read of the present state is kept: quarantine, failures, keys of others. What is "
                + "replaced is kept beside it. Runs may go on meanwhile. Exit code 1 if the state claimed files that "
                + "are not there, or if files say nothing that could be recorded.",
        footer = {
            "",
            "Example: what would be written?",
            "  daypack state rebuild --dry-run",
            "Example: from the packed days alone, without the raw store",
            "  daypack state rebuild --compact s3://ticks"
        })
final class StateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "rebuild", description = "The one thing that can be done to a state.")
    private String action;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    StateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!action.equals("rebuild")) {
            throw new UsageException("a state can be rebuilt, nothing else: daypack state rebuild");
        }
        Conversation conversation = new Conversation(surroundings, talk);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.compactUrl();
        try (Application application = surroundings.factory().open(loaded)) {
            RebuildReport report = application.rebuildState(dryRun, surroundings.cancellation());
            conversation.pause();
            conversation.result(() -> RebuildTable.lines(report), () -> RebuildTable.json(report));
            return (report.isClean() ? ExitCode.DONE : ExitCode.TROUBLE).code();
        }
    }
}
