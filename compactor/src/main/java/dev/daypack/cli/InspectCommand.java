package dev.daypack.cli;

import dev.daypack.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daypack inspect}. */
@Command(
        name = "inspect",
        customSynopsis = "daypack inspect [OPTIONS] FILE",
        header = "Look into one Parquet file: footer, pages, and the first thing wrong with it.",
        description = "Reads every page the way a run would, nested columns too, and says where it first breaks a "
                + "rule: column, offset, reason. This is the command that a quarantined part is reported with. Exit "
                + "code 1 if the file is not sound, or if a run could not read all of it.",
        footer = {
            "",
            "Example: why was this part quarantined?",
            "  daypack inspect s3://ticks-raw/exchange=okx/.../part-1767755367-001395.parquet"
        })
final class InspectCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "Path or URL of the file.")
    private String file;

    @Option(names = "--pages", description = "List every page.")
    private boolean pages;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @Option(names = "--verbose", description = "Log the steps, and the stack trace of an error.")
    private boolean verbose;

    InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TalkOptions talk = new TalkOptions();
        talk.verbose = verbose;
        LogSetup.level(talk);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        try (Application application = surroundings.factory().open(loaded)) {
            boolean isReadable = application.inspect(
                    new InspectRequest(file, pages, json), surroundings.out()::println, surroundings.cancellation());
            return (isReadable ? ExitCode.DONE : ExitCode.TROUBLE).code();
        }
    }
}
