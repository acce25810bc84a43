package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.testing.ParquetJava;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.SchemaElement;

/**
 * What must come out of parts: the first part's schema with {@code seq} after the sort column, and every row as it went
 * in, bit by bit, ordered by (key, rank of the part, row). Told by parquet-java alone.
 */
final class Expectation {

    private static final String SEQ = "seq";

    private record Keyed(long key, Group row) {}

    private final List<Keyed> rows = new ArrayList<>();

    /** Adds the rows of the next part; parts come in order of rank. */
    void add(List<Group> part) {
        for (Group row : part) {
            int key = row.getType().getFieldIndex(RecordMaker.KEY);
            rows.add(new Keyed(Long.parseLong(row.getValueToString(key, 0)), row));
        }
    }

    /** @throws AssertionError with the first difference */
    void check(Path firstPart, Path output) {
        rows.sort(Comparator.comparingLong(Keyed::key));
        List<Group> actual = ParquetJava.groups(output);
        compare(rows.stream().map(Keyed::row).toList(), actual, "the output");
        for (int i = 0; i < actual.size(); i++) {
            assertEquals(i, actual.get(i).getLong(SEQ, 0), SEQ);
        }
        assertEquals(elements(firstPart), withoutSeq(elements(output)), "the schema");
    }

    /** @throws AssertionError with the first difference, and what it was found in */
    static void compare(List<Group> expected, List<Group> actual, String what) {
        assertEquals(expected.size(), actual.size(), "rows of " + what);
        for (int i = 0; i < actual.size(); i++) {
            int row = i;
            Records.difference(expected.get(i), actual.get(i)).ifPresent(difference -> {
                throw new AssertionError("row " + row + " of " + what + ": " + difference);
            });
        }
    }

    /** Without what writers have of their own to say of the root. */
    private static List<SchemaElement> elements(Path file) {
        List<SchemaElement> elements = new ArrayList<>(ParquetJava.footer(file).getSchema());
        elements.set(
                0, new SchemaElement("root").setNum_children(elements.get(0).getNum_children()));
        return elements;
    }

    private static List<SchemaElement> withoutSeq(List<SchemaElement> elements) {
        int place = 1;
        while (!elements.get(place).getName().equals(SEQ)) {
            place++;
        }
        assertEquals(RecordMaker.KEY, elements.get(place - 1).getName(), "what stands before " + SEQ);
        elements.remove(place);
        elements.get(0).setNum_children(elements.get(0).getNum_children() - 1);
        return elements;
    }
}
