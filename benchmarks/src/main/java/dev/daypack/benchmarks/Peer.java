package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that does the job, by its name and its memory limit, as {@code duckdb-sort@512MB}; a launcher of Daypack
 * other than this tree's stands after a colon, as {@code daypack:/opt/daypack/daypack@96MiB}; and a label before an
 * equals sign, as {@code before=daypack:/opt/daypack/daypack}.
 *
 * @param label in tables
 * @param name {@code daypack}, {@code duckdb-sort}, {@code duckdb-copy}, {@code polars-sort}, {@code polars-copy} or
 *     {@code naive}
 * @param launcher of Daypack, empty for this tree's
 * @param memory limit in the program's own words, empty for its default
 */
record Peer(String label, String name, String launcher, String memory) {

    private static final List<String> NAMES =
            List.of("daypack", "duckdb-sort", "duckdb-copy", "polars-sort", "polars-copy", "naive");

    /**
     * The peer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Peer of(String text) {
        int equals = text.indexOf('=');
        int at = text.lastIndexOf('@');
        String program = text.substring(equals + 1, at < 0 ? text.length() : at);
        int colon = program.indexOf(':');
        String name = colon < 0 ? program : program.substring(0, colon);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("there is no peer " + text + "; there are " + String.join(", ", NAMES));
        }
        if (colon >= 0 && !name.equals("daypack")) {
            throw new IllegalArgumentException("only daypack takes a launcher, not " + text);
        }
        if (at >= 0 && !name.equals("daypack") && !name.startsWith("duckdb")) {
            throw new IllegalArgumentException("only daypack and duckdb take a memory limit, not " + text);
        }
        return new Peer(
                equals < 0 ? text : text.substring(0, equals),
                name,
                colon < 0 ? "" : program.substring(colon + 1),
                at < 0 ? "" : text.substring(at + 1));
    }

    boolean isDaypack() {
        return name.equals("daypack");
    }

    /** Whether its output is ordered and numbered. */
    boolean isOrdered() {
        return !name.endsWith("-copy");
    }

    /** Lakes are the work of Daypack only: the peers are scripts for one day. */
    boolean does(DataSet set) {
        return isDaypack() || !set.isLake();
    }

    /** The command that does the job. */
    List<String> command(DataSet set, Path input, Path output, Tools tools) throws IOException {
        return switch (name) {
            case "daypack" -> daypack(set, input, output, tools);
            case "duckdb-sort", "duckdb-copy" -> duckDb(input, output, tools);
            case "polars-sort", "polars-copy" ->
                List.of("node", tools.polarsScript().toString(), job(), input.toString(), output.toString());
            default -> tools.java("4g", NaivePeer.class, input.toString(), output.toString());
        };
    }

    /** The launcher, if this is Daypack. */
    String program(Tools tools) {
        return launcher.isEmpty() ? tools.launcher().toString() : launcher;
    }

    private String job() {
        return name.substring(name.indexOf('-') + 1);
    }

    private List<String> duckDb(Path input, Path output, Tools tools) {
        String spill = output.resolveSibling("spill").toString();
        return tools.java("64m", DuckPeer.class, job(), input.toString(), output.toString(), spill, memory);
    }

    private List<String> daypack(DataSet set, Path input, Path output, Tools tools) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(program(tools));
        words.add(set.isLake() ? "backfill" : "merge");
        words.add("--quiet");
        if (!memory.isEmpty()) {
            words.addAll(List.of("--memory", memory));
        }
        words.addAll(tools.daypackFlags());
        if (set.isLake()) {
            words.addAll(List.of(
                    "--raw",
                    input.toUri().toString(),
                    "--compact",
                    output.toUri().toString()));
        } else {
            words.addAll(List.of("--output", output.toString()));
            Trees.parquetFiles(input).forEach(file -> words.add(file.toString()));
        }
        return words;
    }
}
