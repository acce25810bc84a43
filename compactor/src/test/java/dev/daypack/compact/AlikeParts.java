package dev.daypack.compact;

import dev.daypack.testing.ParquetJava;
import java.nio.file.Path;
import java.util.List;

/** Picks parts that can be packed together. */
public final class AlikeParts {

    private AlikeParts() {}

    /**
     * Those of the same columns as the first, in any order. DuckDB makes a column required or optional by what is in
     * the file.
     */
    public static List<Path> of(List<Path> parts) {
        List<String> columns = columns(parts.get(0));
        return parts.stream().filter(part -> columns(part).equals(columns)).toList();
    }

    private static List<String> columns(Path part) {
        return ParquetJava.footer(part).getSchema().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
