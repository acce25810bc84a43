package dev.daypack.testing;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle must accept the right output, and must see every way in which one can be wrong. */
class DuckOracleTest {

    private static final PartWriter PARTS =
            PartWriter.of(optional(INT64, "ts_event"), optional(DOUBLE, "price"), optional(BINARY, stringType(), "id"));

    private final DuckOracle oracle = DuckOracle.usual();

    @TempDir
    Path directory;

    private List<Path> parts;
    private Path output;

    /** Expected: a0 a1 a2 b0 b1 b2 b3, of which a1, a2, b0 and b1 have equal keys; prices with NaN, zeros and null. */
    @BeforeEach
    void writePartsAndTheRightOutput() {
        Path first = PARTS.write(
                directory.resolve("b.parquet"), row(1L, 1.5, "a0"), row(5L, Double.NaN, "a1"), row(5L, 0.0, "a2"));
        Path second = PARTS.write(
                directory.resolve("a.parquet"),
                row(5L, null, "b0"),
                row(5L, -0.0, "b1"),
                row(7L, 2.5, null),
                row(9L, 2.5, "b3"));
        parts = List.of(first, second);
        output = directory.resolve("out.parquet");
        oracle.writeExpected(parts, output);
    }

    @Test
    void theRightOutputIsAccepted() {
        oracle.check(parts, output);
        assertEquals(
                List.of("a0", "a1", "a2", "b0", "b1", "null", "b3"),
                ParquetJava.rows(output).stream()
                        .map(row -> String.valueOf(row.get("id")))
                        .toList());
    }

    @Test
    void theRankOfTheListDecidesNotTheName() {
        assertMentions("row 1 should be row 0 of", oracle.difference(List.of(parts.get(1), parts.get(0)), output));
    }

    @Test
    void aLostRowIsSeen() {
        assertMentions("should have 7 rows but has 6", after("SELECT * FROM o WHERE seq <> 3"));
    }

    @Test
    void aDoubledRowIsSeen() {
        assertMentions("should have 7 rows but has 8", after("SELECT * FROM (FROM o UNION ALL FROM o WHERE seq = 3)"));
    }

    @Test
    void aRowLostAndAnotherDoubledIsSeen() {
        assertMentions(
                "1 expected rows are missing, 1 rows are too many",
                after("SELECT ts_event, pos AS seq, price, id FROM (SELECT *, row_number() OVER (ORDER BY seq) - 1"
                        + " AS pos FROM (FROM o WHERE seq <> 5 UNION ALL FROM o WHERE seq = 6))"));
    }

    @Test
    void twoRowsOfEqualKeySwappedAreSeen() {
        Optional<String> difference = after("SELECT ts_event, seq, CASE seq WHEN 1 THEN 0.0 WHEN 2 THEN 'NaN'::DOUBLE"
                + " ELSE price END AS price, CASE seq WHEN 1 THEN 'a2' WHEN 2 THEN 'a1' ELSE id END AS id FROM o");
        assertMentions("row 1 should be row 1 of " + parts.get(0), difference);
        assertMentions("the rows are the same, their order is not", difference);
    }

    @Test
    void rowsInTheRightPlacesByTheirSeqButNotInTheFileAreSeen() {
        assertMentions("row 0 has seq 6", after("SELECT * FROM o ORDER BY seq DESC"));
    }

    @Test
    void aGapInSeqIsSeen() {
        assertMentions(
                "row 4 has seq 5",
                after("SELECT * REPLACE (CASE WHEN seq >= 4 THEN seq + 1 ELSE seq END" + " AS seq) FROM o"));
    }

    @Test
    void aNullInSeqIsSeen() {
        assertMentions(
                "row 4 has seq null",
                after("SELECT * REPLACE (CASE WHEN seq = 4 THEN NULL ELSE seq END" + " AS seq) FROM o"));
    }

    @Test
    void aSeqThatStartsAtOneIsSeen() {
        assertMentions("row 0 has seq 1", after("SELECT * REPLACE (seq + 1 AS seq) FROM o"));
    }

    @Test
    void aChangedValueIsSeen() {
        assertMentions(
                "price should be 2.5 but is 2.5000000000000004",
                after("SELECT * REPLACE (CASE WHEN seq = 6"
                        + " THEN 2.5000000000000004 ELSE price END AS price) FROM o"));
    }

    @Test
    void aChangedKeyIsSeen() {
        assertMentions(
                "ts_event should be 9 but is 10",
                after("SELECT * REPLACE (CASE WHEN seq = 6"
                        + " THEN 10 ELSE ts_event END::BIGINT AS ts_event) FROM o"));
    }

    @Test
    void nanIsNotNull() {
        assertMentions("price should be NULL but is nan", price(3, "'NaN'::DOUBLE"));
        assertMentions("price should be nan but is NULL", price(1, "NULL"));
    }

    @Test
    void zeroIsNotMinusZero() {
        assertMentions("price should be 0.0 but is -0.0", price(2, "'-0.0'::DOUBLE"));
        assertMentions("price should be -0.0 but is 0.0", price(4, "0.0"));
    }

    @Test
    void nansOfDifferentBitsDiffer() {
        PrimitiveType key = optional(INT64, "ts_event");
        PrimitiveType price = optional(DOUBLE, "price");
        double otherNan = Double.longBitsToDouble(0x7ff8000000000001L);
        Path part = PartWriter.of(key, price).write(directory.resolve("nan.parquet"), row(1L, otherNan));
        PartWriter outputs = PartWriter.of(key, optional(INT64, "seq"), price);
        outputs.write(output, row(1L, 0L, otherNan));
        assertEquals(Optional.empty(), oracle.difference(List.of(part), output));
        outputs.write(output, row(1L, 0L, Double.NaN));
        assertMentions("price should be nan but is nan", oracle.difference(List.of(part), output));
    }

    @Test
    void nullIsNotAnEmptyString() {
        assertMentions("id should be NULL but is ", after("SELECT * REPLACE (coalesce(id, '') AS id) FROM o"));
    }

    @Test
    void columnsInAnotherOrderAreSeen() {
        assertMentions("columns should be", after("SELECT ts_event, price, id, seq FROM o"));
    }

    @Test
    void aColumnOfAnotherTypeIsSeen() {
        assertMentions("columns should be", after("SELECT * REPLACE (price::FLOAT AS price) FROM o"));
    }

    @Test
    void aFailureThrowsAndNamesTheOutput() {
        mutate("SELECT * FROM o WHERE seq <> 3");
        AssertionError error = assertThrows(AssertionError.class, () -> oracle.check(parts, output));
        assertTrue(error.getMessage().startsWith(output.toString()), error.getMessage());
    }

    @Test
    void valuesAreEscapedInMessages() {
        assertMentions(
                "id should be b3 but is \\u001b[31m",
                after("SELECT * REPLACE (CASE WHEN seq = 6" + " THEN chr(27) || '[31m' ELSE id END AS id) FROM o"));
    }

    private Optional<String> price(int seq, String value) {
        oracle.writeExpected(parts, output);
        return after(
                "SELECT * REPLACE (CASE WHEN seq = %d THEN %s ELSE price END AS price) FROM o".formatted(seq, value));
    }

    private Optional<String> after(String mutation) {
        mutate(mutation);
        return oracle.difference(parts, output);
    }

    /** Replaces the output by a query over it as {@code o}, in the order of the query. */
    private void mutate(String query) {
        try (Duck duck = new Duck()) {
            duck.run("CREATE TABLE o AS FROM read_parquet(" + Duck.text(output.toString()) + ")");
            duck.run("COPY (" + query + ") TO " + Duck.text(output.toString()) + " (FORMAT parquet)");
        }
    }

    private static void assertMentions(String expected, Optional<String> difference) {
        assertTrue(difference.isPresent(), "nothing noticed; should have said: " + expected);
        assertTrue(difference.get().contains(expected), difference.get());
    }
}
