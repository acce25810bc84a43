package dev.daypack.cli;

import dev.daypack.text.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;

/** {@code daypack}: the command above all others. */
@Command(
        name = "daypack",
        header = "Packs a day of small Parquet files into one verified, time-ordered file.",
        description = "Reads a collector's parts from a raw store, writes one data.parquet for each partition and day "
                + "to a compact store, and remembers what it has done. Without a command it catches up.",
        customSynopsis = "daypack [COMMAND] [OPTIONS]",
        versionProvider = DaypackCommand.VersionLine.class,
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "First steps:",
            "  daypack demo                         (needs no settings)",
            "  daypack plan --raw file:///data/raw --compact file:///data/packed",
            "  daypack catch-up --help",
            "",
            "Exit codes:",
            "  0  done, or nothing to do",
            "  1  something failed or was quarantined",
            "  2  wrong flags or settings",
            "  3  a store is unreachable or refuses",
            "  4  interrupted; the state is consistent"
        })
final class DaypackCommand {

    /** What {@code --version} prints. */
    static final class VersionLine implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "daypack " + Version.current() + " (Java " + System.getProperty("java.version") + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")"
            };
        }
    }

    private static final int HELP_COLUMNS = 80;

    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help.")
            .build();

    private static final OptionSpec VERSION = OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version.")
            .build();

    private DaypackCommand() {}

    /** The parser with all subcommands. */
    static CommandLine build(Surroundings surroundings) {
        CommandLine line = new CommandLine(new DaypackCommand())
                .addSubcommand(new CatchUpCommand(surroundings))
                .addSubcommand(new DailyCommand(surroundings))
                .addSubcommand(new BackfillCommand(surroundings))
                .addSubcommand(new PlanCommand(surroundings))
                .addSubcommand(new QualityReportCommand(surroundings))
                .addSubcommand(new MergeCommand(surroundings))
                .addSubcommand(new InspectCommand(surroundings))
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new SettingsCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings));
        line.getSubcommands().values().forEach(DaypackCommand::layOut);
        layOut(line);
        line.getCommandSpec().addOption(VERSION);
        return line;
    }

    /** Gives every command the same help flag and the same look. */
    private static void layOut(CommandLine line) {
        line.getCommandSpec().addOption(HELP);
        line.getCommandSpec()
                .usageMessage()
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .sortOptions(false)
                .width(HELP_COLUMNS);
    }
}
