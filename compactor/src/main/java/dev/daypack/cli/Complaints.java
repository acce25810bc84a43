package dev.daypack.cli;

import dev.daypack.cancel.CancelledException;
import dev.daypack.settings.NearestName;
import dev.daypack.settings.SettingsException;
import dev.daypack.store.StoreException;
import dev.daypack.text.Printable;
import dev.daypack.text.UrlSecrets;
import java.io.PrintStream;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, with what to do about it, and finds the exit code. The one place that does. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final PrintStream err;

    Complaints(PrintStream err) {
        this.err = err;
    }

    /** Wrong flags. */
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            say(unmatched(line, unmatched.getUnmatched().get(0)));
        } else {
            say(oneLine(wrong.getMessage()));
        }
        hint(line.getCommandSpec().qualifiedName());
        return ExitCode.USAGE.code();
    }

    private static String unmatched(CommandLine line, String argument) {
        String flag = argument.replaceFirst("=.*", "");
        String shown = Printable.of(UrlSecrets.masked(flag), 100);
        if (!flag.startsWith("-")) {
            return line.getParent() == null
                    ? "there is no command '" + shown + "'"
                            + meant(flag, line.getSubcommands().keySet())
                    : "'" + shown + "' is one argument too many";
        }
        String owners = siblings(line)
                .filter(sibling -> sibling.getCommandSpec().findOption(flag) != null)
                .map(CommandLine::getCommandName)
                .distinct()
                .collect(Collectors.joining(", "));
        return owners.isEmpty()
                ? "there is no option " + shown
                        + meant(flag, line.getCommandSpec().optionsMap().keySet())
                : line.getCommandName() + " has no option " + shown + "; " + owners
                        + (owners.contains(",") ? " have" : " has");
    }

    /** All commands, whichever the parser was made for. */
    private static Stream<CommandLine> siblings(CommandLine line) {
        return line.getParent() == null
                ? Stream.empty()
                : DaypackCommand.build(null).getSubcommands().values().stream();
    }

    private static String meant(String given, Collection<String> known) {
        return NearestName.to(given, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** A command that did not come to its end. */
    @Override
    public int handleExecutionException(Exception error, CommandLine line, ParseResult parsed) {
        return complain(error, line.getCommandSpec().qualifiedName()).code();
    }

    /** Says it, and gives the exit code. */
    ExitCode complain(Exception error, String command) {
        ExitCode code = code(error);
        if (error instanceof SettingsException settings) {
            settings.problems().forEach(this::say);
        } else if (isOurs(error)) {
            say(oneLine(error.getMessage()));
        } else {
            say("unexpected " + oneLine(error.toString()) + " (a defect of Daypack; --verbose shows where)");
        }
        if (code == ExitCode.USAGE) {
            hint(command);
        }
        LoggerFactory.getLogger(Complaints.class).debug("stack trace", error);
        return code;
    }

    private static ExitCode code(Exception error) {
        if (error instanceof SettingsException || error instanceof UsageException) {
            return ExitCode.USAGE;
        }
        if (error instanceof CancelledException) {
            return ExitCode.INTERRUPTED;
        }
        if (error instanceof StoreException store) {
            return switch (store.kind()) {
                case MISSING, CHANGED -> ExitCode.TROUBLE;
                default -> ExitCode.STORE;
            };
        }
        return ExitCode.TROUBLE;
    }

    /** Our own exceptions have messages for people; all others mean that something was not thought of. */
    private static boolean isOurs(Exception error) {
        return error.getClass().getName().startsWith("dev.daypack.") && error.getMessage() != null;
    }

    private static String oneLine(String message) {
        return Printable.of(message.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private void say(String line) {
        err.println("daypack: " + line);
    }

    private void hint(String command) {
        err.println("Try '" + command + " --help'.");
    }
}
