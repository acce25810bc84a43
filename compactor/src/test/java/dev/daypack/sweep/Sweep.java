package dev.daypack.sweep;

import dev.daypack.sweep.ForkedJvm.Answer;
import dev.daypack.sweep.Outcome.Identical;
import dev.daypack.sweep.Outcome.Refused;
import dev.daypack.sweep.Outcome.Wrong;
import dev.daypack.testing.PartWriter;
import dev.daypack.text.SortTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Sends files through the engine, alone and beside a copy of themselves, and asks the oracles. Not thread-safe. */
final class Sweep implements AutoCloseable {

    /** No file may take longer. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Duration ORACLE_LIMIT = Duration.ofSeconds(300);
    private static final List<String> ORACLES = List.of(OracleProcess.DUCKDB, OracleProcess.PARQUET_JAVA);
    private static final String WARM_UP_COLUMN = "t";

    private final Path scratch;
    private final Path output;
    private final Judgements judgements;
    private final ForkedJvm engine;
    private final ForkedJvm oracles;

    /** @param scratch an empty directory */
    Sweep(Path scratch, Judgements judgements) throws IOException {
        this.scratch = scratch;
        this.output = scratch.resolve("out.parquet");
        this.judgements = judgements;
        Path warmUp = PartWriter.of(PartWriter.required(PrimitiveTypeName.INT64, WARM_UP_COLUMN))
                .write(scratch.resolve("warm-up.parquet"), PartWriter.row(1L), PartWriter.row(2L));
        engine = new ForkedJvm(
                EngineProcess.class,
                scratch,
                scratch.resolve("engine.log"),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                List.of(WARM_UP_COLUMN, scratch.resolve("warmed-up.parquet").toString(), warmUp.toString()));
        oracles = new ForkedJvm(
                OracleProcess.class,
                scratch,
                scratch.resolve("oracles.log"),
                List.of("-Xmx1g", "-XX:+UseSerialGC"),
                List.of(OracleProcess.DUCKDB, warmUp.toString()));
    }

    FileResult run(CorpusFile file) throws IOException {
        Map<String, Long> readers = readers(file.path());
        // A file without a footer is sent as well: its refusal has a reason.
        Iterator<SortTerms> orders = file.footer()
                .map(SortColumns::orders)
                .orElse(List.of(SortColumns.NONE))
                .iterator();
        SortTerms order;
        Outcome alone;
        do {
            order = orders.next();
            alone = pack(file, order, List.of(file.path()), readers);
        } while (isAboutSorting(alone, order) && orders.hasNext());
        Path copy = Files.copy(file.path(), scratch.resolve("copy.parquet"));
        try {
            Outcome twice = pack(file, order, List.of(file.path(), copy), readers);
            return new FileResult(file, order, readers, alone, twice);
        } finally {
            Files.delete(copy);
        }
    }

    /** Whether another column might do. */
    private static boolean isAboutSorting(Outcome outcome, SortTerms order) {
        return outcome instanceof Refused refused
                && order.names().contains(refused.column())
                && (refused.detail().startsWith("no order is defined")
                        || refused.detail().startsWith("there is no such column to sort by")
                        || refused.detail().startsWith("the sort column is null"));
    }

    private Map<String, Long> readers(Path file) {
        Map<String, Long> readers = new TreeMap<>();
        for (String oracle : ORACLES) {
            Answer answer = oracles.ask(List.of(oracle, file.toString()), ORACLE_LIMIT);
            if (answer instanceof Answer.Said said && said.fields().get(0).equals(OracleProcess.READ)) {
                readers.put(oracle, Long.parseLong(said.fields().get(1)));
            }
        }
        return readers;
    }

    private Outcome pack(CorpusFile file, SortTerms order, List<Path> inputs, Map<String, Long> readers)
            throws IOException {
        List<String> request = request(order, inputs);
        try {
            Answer answer = engine.ask(request, LIMIT);
            if (answer instanceof Answer.Hung hung) {
                return new Wrong("no end after " + hung.limit().toSeconds() + " s");
            }
            if (answer instanceof Answer.Died died) {
                return new Wrong("the JVM ended with " + died.exitCode() + ": " + died.lastWords());
            }
            List<String> fields = ((Answer.Said) answer).fields();
            return switch (fields.get(0)) {
                case EngineProcess.PACKED -> judged(file, request, Long.parseLong(fields.get(1)), readers);
                case EngineProcess.REFUSED ->
                    new Refused(fields.get(1), fields.get(2), Long.parseLong(fields.get(3)), fields.get(4));
                default -> new Wrong(fields.get(1));
            };
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private List<String> request(SortTerms order, List<Path> inputs) {
        List<String> request = new ArrayList<>(List.of(order.toString(), output.toString()));
        inputs.forEach(input -> request.add(input.toString()));
        return request;
    }

    /** What the oracles say that read the input. */
    private Outcome judged(CorpusFile file, List<String> request, long rows, Map<String, Long> readers) {
        int copies = request.size() - 2;
        List<String> confirmed = new ArrayList<>();
        for (Map.Entry<String, Long> reader : readers.entrySet()) {
            if (judgements.misreading(file.name(), reader.getKey()).isPresent()) {
                continue;
            }
            if (reader.getValue() * copies != rows) {
                return new Wrong(
                        rows + " rows, but " + copies + " times " + reader.getValue() + " by " + reader.getKey());
            }
            List<String> question = new ArrayList<>(List.of(reader.getKey()));
            question.addAll(request);
            Answer answer = oracles.ask(question, ORACLE_LIMIT);
            if (!answer.equals(new Answer.Said(List.of(OracleProcess.EQUAL)))) {
                return new Wrong("not the same by " + reader.getKey() + ": " + answer);
            }
            confirmed.add(reader.getKey());
        }
        return confirmed.isEmpty() ? new Wrong("packed, and nobody can say whether rightly") : new Identical(confirmed);
    }

    @Override
    public void close() {
        engine.close();
        oracles.close();
    }
}
