package dev.daypack.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be measured, and how; {@code benchmarks/run --help} explains each.
 *
 * @param rounds that count
 * @param warmUps rounds before, checked but not counted
 * @param tries how often a disturbed run is repeated, the first included
 * @param quietSeconds how long a run waits for the machine to become quiet
 * @param limitSeconds after which a run is ended, and wrong
 * @param data directory of the data sets
 * @param scratch directory of outputs, digests and logs
 * @param results a line for each run is added to this file
 * @param markdown the tables go there
 * @param isGeneratingOnly whether the data sets are made and nothing is run
 */
record Options(
        List<DataSet> sets,
        List<Peer> peers,
        int rounds,
        int warmUps,
        int tries,
        int quietSeconds,
        int niceness,
        int limitSeconds,
        Path data,
        Path scratch,
        Path results,
        Path markdown,
        boolean isGeneratingOnly,
        Tools tools) {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--sets", "A,C,D"),
            Map.entry("--peers", "daypack,polars-sort,polars-copy,duckdb-sort,duckdb-copy"),
            Map.entry("--rounds", "5"),
            Map.entry("--warm-ups", "1"),
            Map.entry("--tries", "3"),
            Map.entry("--quiet-seconds", "30"),
            Map.entry("--nice", "0"),
            Map.entry("--limit-seconds", "900"),
            Map.entry("--data", ""),
            Map.entry("--scratch", ""),
            Map.entry("--results", ""),
            Map.entry("--markdown", ""),
            Map.entry("--flags", ""),
            Map.entry("--generate-only", "false"));

    /**
     * Reads them.
     *
     * @param home the directory {@code benchmarks}
     * @param arguments flags with their values, as two words or with an equals sign between
     * @throws IllegalArgumentException if a flag or a value cannot be used
     */
    static Options of(Path home, List<String> arguments) {
        Map<String, String> given = given(arguments);
        Path target = home.resolve("target");
        Path scratch = path(given, "--scratch", target.resolve("scratch"));
        Tools tools = new Tools(
                home.resolveSibling("daypack"),
                target.resolve("polars/polars.js"),
                Stream.of(given.get("--flags").split(" "))
                        .filter(word -> !word.isEmpty())
                        .toList());
        List<Peer> peers =
                Stream.of(given.get("--peers").split(",")).map(Peer::of).toList();
        if (peers.stream().map(Peer::label).distinct().count() < peers.size()) {
            throw new IllegalArgumentException("two peers of one name; give one another, as again=daypack");
        }
        return new Options(
                Stream.of(given.get("--sets").split(",")).map(DataSet::of).toList(),
                peers,
                number(given, "--rounds"),
                number(given, "--warm-ups"),
                Math.max(1, number(given, "--tries")),
                number(given, "--quiet-seconds"),
                number(given, "--nice"),
                number(given, "--limit-seconds"),
                path(given, "--data", target.resolve("data")),
                scratch,
                path(given, "--results", target.resolve("results.tsv")),
                path(given, "--markdown", target.resolve("results.md")),
                Boolean.parseBoolean(given.get("--generate-only")),
                tools);
    }

    private static Map<String, String> given(List<String> arguments) {
        Map<String, String> given = new TreeMap<>(DEFAULTS);
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.indexOf('=');
            String flag = equals < 0 ? word : word.substring(0, equals);
            if (!DEFAULTS.containsKey(flag)) {
                throw new IllegalArgumentException("unknown option " + word);
            }
            if (flag.equals("--generate-only")) {
                given.put(flag, "true");
            } else if (equals < 0 && !words.hasNext()) {
                throw new IllegalArgumentException(flag + " needs a value");
            } else {
                given.put(flag, equals < 0 ? words.next() : word.substring(equals + 1));
            }
        }
        return given;
    }

    private static int number(Map<String, String> given, String flag) {
        try {
            return Integer.parseInt(given.get(flag));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(flag + " takes a number, not " + given.get(flag), e);
        }
    }

    private static Path path(Map<String, String> given, String flag, Path otherwise) {
        return given.get(flag).isEmpty() ? otherwise : Path.of(given.get(flag)).toAbsolutePath();
    }
}
