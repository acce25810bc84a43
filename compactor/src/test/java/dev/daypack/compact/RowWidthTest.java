package dev.daypack.compact;

import dev.daypack.testing.Duck;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups of columns whose values are wide although their dictionary-encoded pages are small. */
class RowWidthTest {

    private static final PartWriter WRITER = PartWriter.of(
            PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
            PartWriter.required(PrimitiveTypeName.BINARY, "text"));

    @TempDir
    Path directory;

    private static List<Object[]> rows(int count, String text) {
        String[] texts = new String[] {text + 1, text + 2};
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(PartWriter.row((long) i, texts[i % 2]));
        }
        return rows;
    }

    /** 3 GB of plain values in a part of 58 KB: one part without a dictionary beside it turns all ids into values. */
    @Test
    void oneRowWithoutADictionaryDoesNotUnfoldAllOthers() {
        Path wide = WRITER.write(directory.resolve("wide.parquet"), rows(6_000, "x".repeat(500_000)));
        Path narrow = WRITER.dictionary(false).write(directory.resolve("narrow.parquet"), rows(1, "y"));
        LocalPacker.usual().pack(List.of(wide, narrow), directory.resolve("out.parquet"));
    }

    /** A dictionary of 3 MB, over OutputDictionary.MAX_BYTES, for 1 GB of plain values: a part of less than 2 MB. */
    @Test
    void aDictionaryThatIsGivenUpForItsBytesDoesNotUnfoldIntoMoreThanMemory() {
        Path part = directory.resolve("part.parquet");
        Path output = directory.resolve("out.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT i AS ts_event, repeat('text ' || (i % 300) || ' ', 1000) AS text"
                    + " FROM range(100000) t(i)) TO " + Duck.text(part.toString())
                    + " (FORMAT parquet, DICTIONARY_SIZE_LIMIT 100000, STRING_DICTIONARY_PAGE_SIZE_LIMIT 50000000)");
        }
        LocalPacker.usual().pack(List.of(part), output);
    }

    /** As both above, in lists. */
    @Test
    void wideValuesInListsDoNotUnfoldEither() {
        Path part = directory.resolve("part.parquet");
        Path narrow = directory.resolve("narrow.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT i AS ts_event, [repeat('text ' || (i % 300) || ' ', 1000), 'x'] AS texts"
                    + " FROM range(100000) t(i)) TO " + Duck.text(part.toString())
                    + " (FORMAT parquet, DICTIONARY_SIZE_LIMIT 100000, STRING_DICTIONARY_PAGE_SIZE_LIMIT 50000000)");
            duck.run("COPY (SELECT i AS ts_event, ['y' || i] AS texts FROM range(1) t(i)) TO "
                    + Duck.text(narrow.toString()) + " (FORMAT parquet, DICTIONARY_SIZE_LIMIT 0)");
        }
        LocalPacker.usual().pack(List.of(part), directory.resolve("out.parquet"));
        LocalPacker.usual().pack(List.of(part, narrow), directory.resolve("both.parquet"));
    }
}
