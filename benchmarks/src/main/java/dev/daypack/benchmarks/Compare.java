package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs every peer on every data set, in turn, and prints what they took: {@code Compare HOME OPTIONS}. Exit code 1 if
 * an output was wrong, 2 if the options are.
 */
final class Compare {

    private final Options options;
    private final ProcessMeter meter;
    private final OutputCheck check;
    private final Machine machine;
    private final List<Run> runs = new ArrayList<>();

    private Compare(Options options) {
        this.options = options;
        meter = new ProcessMeter(options.niceness(), options.limitSeconds());
        machine = new Machine(options.tools().launcher());
        check = new OutputCheck(options.tools(), options.scratch());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            List<String> words = Arrays.asList(arguments);
            options = Options.of(Path.of(words.get(0)), words.subList(1, words.size()));
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new Compare(options).run() ? 0 : 1);
    }

    /** True if every output was right. */
    private boolean run() throws IOException, InterruptedException {
        Files.createDirectories(options.scratch());
        for (DataSet set : options.sets()) {
            generate(set);
        }
        if (options.isGeneratingOnly()) {
            return true;
        }
        for (Peer peer : options.peers()) {
            prepare(peer);
        }
        for (DataSet set : options.sets()) {
            measure(set);
            Files.writeString(options.markdown(), markdown());
        }
        System.out.println();
        System.out.print(markdown());
        return runs.stream().allMatch(Run::isGood);
    }

    private String markdown() throws IOException {
        return new ResultTables(runs).markdown() + "\n" + machine.words() + "\n";
    }

    private void generate(DataSet set) throws IOException, InterruptedException {
        Path directory = options.data().resolve(set.directory());
        if (Files.isDirectory(directory)) {
            return;
        }
        System.out.println("making " + set.name() + ": " + set.meaning());
        Files.createDirectories(options.data());
        List<String> command = options.tools().java("6g", Generate.class, set.name(), directory.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("the data set " + set.name() + " could not be made");
        }
    }

    /** In a source tree, Daypack's launcher may build, and prepares quicker starts, when it runs for the first time. */
    private void prepare(Peer peer) throws IOException, InterruptedException {
        if (peer.isDaypack()) {
            String program = peer.program(options.tools());
            if (new ProcessBuilder(program, "--version").inheritIO().start().waitFor() != 0) {
                throw new IOException(program + " --version does not work");
            }
        }
    }

    private void measure(DataSet set) throws IOException, InterruptedException {
        Path input = options.data().resolve(set.directory());
        RowDigest expected = check.expected(set.directory(), input);
        for (int round = 1 - options.warmUps(); round <= options.rounds(); round++) {
            for (Peer peer : options.peers()) {
                if (peer.does(set)) {
                    Run run = bestRun(set, peer, round, expected);
                    runs.add(run);
                    record(run);
                }
            }
        }
    }

    /** The first run that nobody disturbed, or the least disturbed one. */
    private Run bestRun(DataSet set, Peer peer, int round, RowDigest expected)
            throws IOException, InterruptedException {
        Run best = null;
        for (int attempt = 0; attempt < (round > 0 ? options.tries() : 1); attempt++) {
            Run run = run(set, peer, round, expected);
            System.out.println(run.line());
            if (best == null
                    || !run.isGood()
                    || run.usage().othersSeconds() < best.usage().othersSeconds()) {
                best = run;
            }
            if (!run.isGood() || !run.usage().isDisturbed()) {
                break;
            }
        }
        return best;
    }

    private Run run(DataSet set, Peer peer, int round, RowDigest expected) throws IOException, InterruptedException {
        Path input = options.data().resolve(set.directory());
        Path directory = options.scratch().resolve("work");
        Path log = options.scratch().resolve("log.txt");
        Trees.delete(directory);
        Path output = directory.resolve(set.isLake() ? "compact" : "output.parquet");
        Files.createDirectories(set.isLake() ? output : directory);
        Trees.warm(Trees.parquetFiles(input));
        flush();
        ProcessMeter.awaitQuiet(options.quietSeconds());
        Usage usage = meter.run(peer.command(set, input, output, options.tools()), directory, log);
        String complaint = endedBadly(usage, log);
        if (complaint.isEmpty()) {
            complaint = check.complaint(expected, output, peer.isOrdered());
        }
        long outputBytes = Files.exists(output) ? Trees.bytes(Trees.parquetFiles(output)) : 0;
        Run.Sizes sizes = new Run.Sizes(expected.rows(), Trees.bytes(Trees.parquetFiles(input)), outputBytes);
        Trees.delete(directory);
        return new Run(set.name(), peer.label(), round, usage, sizes, complaint);
    }

    private String endedBadly(Usage usage, Path log) throws IOException {
        if (usage.isOverdue()) {
            return "took longer than " + options.limitSeconds() + " s";
        }
        return usage.exitCode() == 0 ? "" : "exit code " + usage.exitCode() + ": " + lastLine(log);
    }

    /** Lets what earlier runs wrote go to the disk now, not during the next run. */
    private static void flush() throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor();
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "said nothing" : lines.get(lines.size() - 1).replace('\t', ' ');
    }

    private void record(Run run) throws IOException {
        if (!Files.exists(options.results())) {
            Files.writeString(options.results(), Run.header() + "\n");
        }
        Files.writeString(options.results(), run.values() + "\n", StandardOpenOption.APPEND);
    }
}
