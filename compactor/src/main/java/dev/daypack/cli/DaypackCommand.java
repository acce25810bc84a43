package dev.daypack.cli;

import dev.daypack.text.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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

    /** By name, in the order of the help. */
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = commands();

    private DaypackCommand() {}

    private static Map<String, Function<Surroundings, Object>> commands() {
        Map<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
        commands.put("catch-up", CatchUpCommand::new);
        commands.put("daily", DailyCommand::new);
        commands.put("backfill", BackfillCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("quality-report", QualityReportCommand::new);
        commands.put("merge", MergeCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("reap", ReapCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("fsck", FsckCommand::new);
        commands.put("state", StateCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("settings", SettingsCommand::new);
        commands.put("demo", DemoCommand::new);
        return Collections.unmodifiableMap(commands);
    }

    /** Of all subcommands, in the order of the help. */
    static Set<String> names() {
        return COMMANDS.keySet();
    }

    /** The parser with all subcommands. */
    static CommandLine build(Surroundings surroundings) {
        return build(surroundings, COMMANDS.keySet());
    }

    /**
     * The parser for one line of arguments: if that begins with the name of a subcommand, then with that one only,
     * since to look at a class for its options takes milliseconds.
     */
    static CommandLine buildFor(Surroundings surroundings, String... arguments) {
        boolean isNamed = arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
        return build(surroundings, isNamed ? Set.of(arguments[0]) : COMMANDS.keySet());
    }

    private static CommandLine build(Surroundings surroundings, Set<String> names) {
        CommandLine line = new CommandLine(new DaypackCommand());
        COMMANDS.forEach((name, command) -> {
            if (names.contains(name)) {
                line.addSubcommand(name, command.apply(surroundings));
            }
        });
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
