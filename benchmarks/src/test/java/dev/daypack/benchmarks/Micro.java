package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the micro benchmarks as JMH's own main does, and writes their figures as a Markdown table too, without JMH's
 * column for every parameter that any of them has: {@code Micro TABLE ARGUMENTS}.
 */
final class Micro {

    private static final String ROOT = "dev.daypack.";

    private Micro() {}

    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length);
        CommandLineOptions options = new CommandLineOptions(words);
        boolean isQuestion = options.shouldHelp()
                || options.shouldList()
                || options.shouldListWithParams()
                || options.shouldListProfilers()
                || options.shouldListResultFormats();
        if (isQuestion) {
            Main.main(words);
            return;
        }
        String table = table(new Runner(options).run());
        Files.writeString(Path.of(arguments[0]), table);
        System.out.println();
        System.out.print(table);
    }

    private static String table(Collection<RunResult> results) {
        StringBuilder text = new StringBuilder("| benchmark | case | figure | ± | unit |\n|---|---|---|---|---|\n");
        for (RunResult run : results) {
            Result<?> result = run.getPrimaryResult();
            String name = run.getParams().getBenchmark().replace(ROOT, "");
            String parameters = run.getParams().getParamsKeys().stream()
                    .map(key -> key + " " + run.getParams().getParam(key))
                    .collect(Collectors.joining(", "));
            double error = result.getScoreError();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s | %s |%n",
                    name.substring(name.indexOf('.') + 1),
                    parameters,
                    result.getScore(),
                    Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.2f", error),
                    result.getScoreUnit().replace("/op", " a value")));
        }
        return text.toString();
    }
}
