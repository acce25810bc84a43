package dev.daypack.sweep;

import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** DuckDB, with memory of 1 GiB to read with. Looks at no checksum. */
final class DuckDbOracle implements Oracle {

    @Override
    public long read(Path file) {
        try (Duck duck = new Duck()) {
            duck.run("SET memory_limit = '1GiB'");
            // A table, so that every value is read.
            duck.run("CREATE TABLE input AS SELECT * FROM read_parquet(%s, hive_partitioning = false)"
                    .formatted(Duck.text(file.toString())));
            return duck.number("SELECT count(*) FROM input");
        }
    }

    @Override
    public Optional<String> difference(Optional<String> sortColumn, List<Path> inputs, Path output) {
        return sortColumn
                .map(column -> new DuckOracle(column, EngineProcess.SEQ))
                .orElse(DuckOracle.unordered(EngineProcess.SEQ))
                .difference(inputs, output);
    }
}
