package dev.daypack.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Puts the subcommand where it is expected: {@code --mode daily} and {@code --quality-report}, as the Python job spelt
 * them, and no subcommand at all, which means catch-up.
 */
final class OldSpelling {

    /** Options that {@code daypack} itself answers. */
    private static final Set<String> TOP = Set.of("--help", "-h", "--version", "-V");

    private final Set<String> commands;

    /** @param commands the names of the subcommands */
    OldSpelling(Set<String> commands) {
        this.commands = commands;
    }

    /** The arguments with a subcommand first. */
    List<String> modern(List<String> arguments) {
        if (!arguments.isEmpty()) {
            String first = arguments.get(0);
            if (first.equals("help")) {
                return arguments.size() > 1 ? List.of(arguments.get(1), "--help") : List.of("--help");
            }
            boolean isOption = first.startsWith("-");
            // A word that is no command stays first, so that the parser can name the command that was meant.
            if (!isOption || TOP.contains(first)) {
                return arguments;
            }
        }
        List<String> rest = new ArrayList<>(arguments);
        String command = rest.remove("--quality-report") ? "quality-report" : mode(rest);
        checkNoCommandIn(rest);
        rest.add(0, command);
        return rest;
    }

    private static String mode(List<String> rest) {
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            if (word.startsWith("--mode=")) {
                rest.remove(i);
                return checked(word.substring("--mode=".length()));
            }
            if (word.equals("--mode")) {
                String value = i + 1 < rest.size() ? rest.remove(i + 1) : "";
                rest.remove(i);
                return checked(value);
            }
        }
        return RunMode.CATCH_UP.toString();
    }

    private static String checked(String mode) {
        if (Arrays.stream(RunMode.values()).noneMatch(known -> known.toString().equals(mode))) {
            throw new UsageException("--mode is daily, catch-up or backfill");
        }
        return mode;
    }

    /** {@code daypack --config x daily}: the command stands too late, and catch-up would not know the word. */
    private void checkNoCommandIn(List<String> rest) {
        if (rest.isEmpty() || !commands.contains(rest.get(rest.size() - 1))) {
            return;
        }
        int last = rest.size() - 1;
        boolean isValue = last > 0
                && rest.get(last - 1).startsWith("--")
                && !rest.get(last - 1).contains("=");
        if (!isValue) {
            throw new UsageException("the command comes first: daypack " + rest.get(last) + " ...");
        }
    }
}
