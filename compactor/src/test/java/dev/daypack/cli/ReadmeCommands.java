package dev.daypack.cli;

import java.util.List;
import picocli.CommandLine;

/** Reads the commands that documents show as the program would, without doing anything. */
public final class ReadmeCommands {

    private ReadmeCommands() {}

    /**
     * Parses what follows {@code daypack}.
     *
     * @throws RuntimeException if the program would refuse it; the message says why
     */
    public static void parse(List<String> arguments) {
        CommandLine line = DaypackCommand.build(null);
        List<String> modern = new OldSpelling(line.getSubcommands().keySet()).modern(arguments);
        line.parseArgs(modern.toArray(String[]::new));
    }

    /** Whether there is a command of this name. */
    public static boolean hasCommand(String name) {
        return DaypackCommand.build(null).getSubcommands().containsKey(name);
    }
}
