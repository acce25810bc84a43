package dev.daypack.sweep;

import dev.daypack.text.SortTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program of the sweep's second JVM: readers that are not ours, apart because what breaks a file may break them. A
 * request is a reader's name and a file to read, or a reader's name, the order, the output and the inputs.
 */
public final class OracleProcess {

    /** Then: rows. */
    public static final String READ = "read";

    /** The output is right. */
    public static final String EQUAL = "equal";

    /** Then: the first difference, or why it cannot be found out. */
    public static final String DIFFERENT = "different";

    /** Then: why. */
    public static final String UNREADABLE = "unreadable";

    public static final String DUCKDB = "DuckDB";
    public static final String PARQUET_JAVA = "parquet-java";

    private static final Map<String, Oracle> ORACLES =
            Map.of(DUCKDB, new DuckDbOracle(), PARQUET_JAVA, new ParquetJavaOracle());

    private OracleProcess() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        Lines.serve(OracleProcess::answer);
    }

    private static List<String> answer(List<String> request) {
        Oracle oracle = ORACLES.get(request.get(0));
        return request.size() == 2 ? read(oracle, request) : compare(oracle, request);
    }

    private static List<String> read(Oracle oracle, List<String> request) {
        try {
            return List.of(READ, Long.toString(oracle.read(Path.of(request.get(1)))));
        } catch (Exception | LinkageError e) {
            return List.of(UNREADABLE, e.toString());
        }
    }

    private static List<String> compare(Oracle oracle, List<String> request) {
        List<Path> inputs =
                request.subList(3, request.size()).stream().map(Path::of).toList();
        Optional<String> sortColumn =
                SortTerms.parse(request.get(1)).names().stream().findFirst();
        try {
            Optional<String> difference = oracle.difference(sortColumn, inputs, Path.of(request.get(2)));
            return difference.map(text -> List.of(DIFFERENT, text)).orElse(List.of(EQUAL));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            return List.of(DIFFERENT, e.toString());
        }
    }
}
