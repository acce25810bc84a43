package dev.daypack.fuzz;

import dev.daypack.sweep.ForkedJvm;
import dev.daypack.sweep.ForkedJvm.Answer;
import dev.daypack.sweep.OracleProcess;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Judges mutants: has each packed in a JVM of 256 MiB, and asks other readers where something else came out than of the
 * good file. Not thread-safe.
 */
final class Judge implements AutoCloseable {

    /** One that works for more than 20 s is told of by the process itself; this is for one that waits for ever. */
    private static final Duration LIMIT = Duration.ofSeconds(300);

    private static final Duration ORACLE_LIMIT = Duration.ofSeconds(300);
    private static final Path KEPT = Path.of("target", "mutants");

    /**
     * What came of a mutant.
     *
     * @param outcome a word or two; for counting
     * @param detail the mutant, and what is wrong
     */
    record Verdict(long seed, String outcome, String detail) {

        boolean isWrong() {
            return outcome.equals(FuzzProcess.WRONG);
        }
    }

    private final Path directory;
    private final ForkedJvm engine;
    private final ForkedJvm oracles;

    /** @param directory an empty one */
    Judge(Path directory) {
        this.directory = directory;
        engine = new ForkedJvm(
                FuzzProcess.class,
                directory,
                directory.resolve("engine.log"),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"),
                List.of("1", "0"));
        Path warmUp = PartWriter.of(PartWriter.required(PrimitiveTypeName.INT64, "t"))
                .write(directory.resolve("warm-up.parquet"), PartWriter.row(1L));
        oracles = new ForkedJvm(
                OracleProcess.class,
                directory,
                directory.resolve("oracles.log"),
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(OracleProcess.DUCKDB, warmUp.toString()));
    }

    Verdict verdict(long seed) {
        return verdict(seed, Integer.MAX_VALUE);
    }

    private Verdict verdict(long seed, int changes) {
        Answer answer = engine.ask(List.of(Long.toString(seed), Integer.toString(changes)), LIMIT);
        if (!(answer instanceof Answer.Said said)) {
            return new Verdict(seed, FuzzProcess.WRONG, "seed " + seed + ": " + answer);
        }
        List<String> fields = said.fields();
        String mutant = fields.get(1);
        return switch (fields.get(0)) {
            case FuzzProcess.CHANGED -> changed(seed, mutant, fields.subList(2, fields.size()));
            case FuzzProcess.REFUSED -> {
                String why = fields.get(2);
                yield new Verdict(seed, "refused, " + why.substring(0, why.indexOf(' ')), mutant + ": " + why);
            }
            case FuzzProcess.WRONG -> new Verdict(seed, FuzzProcess.WRONG, mutant + ": " + fields.get(2));
            default -> new Verdict(seed, fields.get(0), mutant);
        };
    }

    /** Other rows than those of the good file: right if that is what somebody else makes of the mutant too. */
    Verdict changed(long seed, String mutant, List<String> files) {
        List<String> told = new ArrayList<>();
        for (String oracle : List.of(OracleProcess.PARQUET_JAVA, OracleProcess.DUCKDB)) {
            List<String> question = new ArrayList<>(List.of(oracle));
            question.addAll(files);
            Answer answer = oracles.ask(question, ORACLE_LIMIT);
            if (answer.equals(new Answer.Said(List.of(OracleProcess.EQUAL)))) {
                return new Verdict(seed, "changed, as " + oracle + " reads it", mutant);
            }
            told.add(oracle + ": " + answer);
        }
        if (LeafOracle.agrees(files)) {
            return new Verdict(seed, "changed, as parquet-java reads each column", mutant);
        }
        return new Verdict(
                seed, FuzzProcess.WRONG, mutant + ": other rows, which nobody confirms: " + String.join("; ", told));
    }

    /** The fewest changes of a mutant that do it, the file that they make, and how to make it again. */
    String shrunk(Verdict wrong) throws IOException {
        Verdict least = wrong;
        for (int changes = 1; changes <= 2; changes++) {
            Verdict fewer = verdict(wrong.seed(), changes);
            if (fewer.isWrong()) {
                least = fewer;
                break;
            }
        }
        Path kept = Files.createDirectories(KEPT).resolve(wrong.seed() + ".parquet");
        Path made = directory.resolve("mutant.parquet");
        if (Files.exists(made)) {
            Files.copy(made, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return least.detail() + "\n  again: mvn -Pfuzz test -Ddaypack.mutant=" + wrong.seed() + ", file " + kept;
    }

    @Override
    public void close() {
        engine.close();
        oracles.close();
    }
}
