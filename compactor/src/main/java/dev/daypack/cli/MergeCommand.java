package dev.daypack.cli;

import dev.daypack.report.MergeReport;
import dev.daypack.report.Progress;
import dev.daypack.settings.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daypack merge}. */
@Command(
        name = "merge",
        customSynopsis = "daypack merge [OPTIONS] --output=OUT INPUT...",
        header = "Merge Parquet files into one, ordered and verified.",
        description = "Plain files or URLs, outside any layout or state. Rows are ordered by the sort columns, then by "
                + "the place of their file among the arguments, then by their place in the file; a dense seq "
                + "column is added. The output appears whole and verified, or not at all.",
        footer = {
            "",
            "Example: one file of a directory of parts",
            "  daypack merge --output day.parquet --order-by ts_event parts/*.parquet"
        })
final class MergeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "INPUT", arity = "1..*", description = "Files or URLs; equal keys keep this order.")
    private List<String> inputs;

    @Option(names = "--output", paramLabel = "OUT", required = true, description = "File or URL to write.")
    private String output;

    @Option(names = "--overwrite", description = "Replace an output that exists.")
    private boolean overwrite;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    MergeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversation conversation = new Conversation(surroundings, talk);
        if (inputs.contains(output)) {
            throw new UsageException("--output names one of the inputs; write to another file");
        }
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        MergeRequest request = new MergeRequest(inputs, output, overwrite);
        try (Application application = surroundings.factory().open(loaded)) {
            MergeReport report;
            try (Progress progress = conversation.progress()) {
                report = application.merge(request, progress, surroundings.cancellation());
            }
            conversation.result(() -> List.of(report.line()), report::json);
        }
        return ExitCode.DONE.code();
    }
}
