package dev.daypack.sweep;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.PartWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracles that would nod at anything would show nothing. */
class OraclesTest {

    private static final List<Oracle> BOTH = List.of(new ParquetJavaOracle(), new DuckDbOracle());

    private static final PartWriter PARTS = PartWriter.of(
            PartWriter.optional(INT64, "t"),
            PartWriter.optional(DOUBLE, "price"),
            PartWriter.optional(BINARY, stringType(), "name"));

    private static final PartWriter OUTPUTS = PartWriter.of(
            PartWriter.optional(INT64, "t"),
            PartWriter.required(INT64, EngineProcess.SEQ),
            PartWriter.optional(DOUBLE, "price"),
            PartWriter.optional(BINARY, stringType(), "name"));

    @TempDir
    private Path directory;

    private Path input;

    @BeforeEach
    void writeInput() {
        input = PARTS.write(
                directory.resolve("in.parquet"),
                PartWriter.row(null, -0.0, "null"),
                PartWriter.row(2L, 1.0, "first of two"),
                PartWriter.row(2L, 1.0, "second of two"),
                PartWriter.row(1L, null, ""));
    }

    @Test
    void theRightOutputIsRight() throws Exception {
        for (Oracle oracle : BOTH) {
            assertEquals(4, oracle.read(input));
            assertEquals(Optional.empty(), difference(oracle, OUTPUTS, right()));
        }
    }

    @Test
    void whateverIsChangedIsFound() throws Exception {
        for (Oracle oracle : BOTH) {
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 4; column++) {
                    Object[][] rows = right();
                    rows[row][column] = column < 2 ? (Object) 9L : column == 2 ? (Object) 0.0 : null;
                    assertFound(oracle, OUTPUTS, rows);
                }
            }
            Object[][] nulled = right();
            nulled[0][3] = null;
            assertFound(oracle, OUTPUTS, nulled);
        }
    }

    @Test
    void tiesOutOfOrderAreFound() throws Exception {
        Object[][] rows = right();
        Object name = rows[1][3];
        rows[1][3] = rows[2][3];
        rows[2][3] = name;
        for (Oracle oracle : BOTH) {
            assertFound(oracle, OUTPUTS, rows);
        }
    }

    @Test
    void rowsThatDoNotStandAsTheyStoodAreFound() throws Exception {
        PartWriter outputs = PartWriter.of(
                PartWriter.required(INT64, EngineProcess.SEQ),
                PartWriter.optional(INT64, "t"),
                PartWriter.optional(DOUBLE, "price"),
                PartWriter.optional(BINARY, stringType(), "name"));
        Object[][] rows = {
            PartWriter.row(0L, null, -0.0, "null"),
            PartWriter.row(1L, 2L, 1.0, "first of two"),
            PartWriter.row(2L, 2L, 1.0, "second of two"),
            PartWriter.row(3L, 1L, null, "")
        };
        Path output = directory.resolve("out.parquet");
        for (Oracle oracle : BOTH) {
            outputs.write(output, rows);
            assertEquals(Optional.empty(), oracle.difference(Optional.empty(), List.of(input), output));
            assertTrue(
                    oracle.difference(Optional.of("t"), List.of(input), output).isPresent());
            outputs.write(output, rows[0], rows[2], rows[1], rows[3]);
            assertTrue(
                    oracle.difference(Optional.empty(), List.of(input), output).isPresent());
            OUTPUTS.write(output, right());
            assertTrue(
                    oracle.difference(Optional.empty(), List.of(input), output).isPresent());
        }
    }

    @Test
    void missingRowsAndLostAnnotationsAreFound() throws Exception {
        PartWriter unannotated = PartWriter.of(
                PartWriter.optional(INT64, "t"),
                PartWriter.required(INT64, EngineProcess.SEQ),
                PartWriter.optional(DOUBLE, "price"),
                PartWriter.optional(BINARY, "name"));
        for (Oracle oracle : BOTH) {
            assertFound(oracle, OUTPUTS, List.of(right()).subList(0, 3).toArray(Object[][]::new));
            assertFound(oracle, unannotated, right());
        }
    }

    @Test
    void whatIsNoParquetFileIsNotRead() throws Exception {
        Path text = Files.writeString(directory.resolve("text.parquet"), "this is no Parquet file");
        for (Oracle oracle : BOTH) {
            assertThrows(Exception.class, () -> oracle.read(text));
        }
    }

    @Test
    void theTextOfARowShowsNestingNullsAndBits() {
        MessageType schema = MessageTypeParser.parseMessageType("message m { optional double d;"
                + " optional group l (LIST) { repeated group list { optional binary element; } } }");
        Group none = new SimpleGroup(schema);
        Group empty = new SimpleGroup(schema);
        empty.addGroup("l");
        Group ofNull = new SimpleGroup(schema);
        ofNull.addGroup("l").addGroup("list");
        Group ofEmpty = new SimpleGroup(schema);
        ofEmpty.addGroup("l").addGroup("list").add("element", "");
        Group nan = new SimpleGroup(schema);
        nan.add("d", Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
        assertEquals("d=null l=null ", RowText.of(none, ""));
        assertEquals("d=null l={list=0x } ", RowText.of(empty, ""));
        assertEquals("d=null l={list=1x{element=null } } ", RowText.of(ofNull, ""));
        assertEquals("d=null l={list=1x{element=[] } } ", RowText.of(ofEmpty, ""));
        assertEquals("l=null ", RowText.of(nan, "d"));
        assertEquals("d=[7ff8000000000001] l=null ", RowText.of(nan, ""));
    }

    /** By value: the zeros tie, so do the NaNs, and stay as they stood. */
    @Test
    void floatsAreInTheOrderOfTheirValues() {
        int negativeNaN = 0xfe01;
        int[] ascending = {0xfc00, 0xbc00, 0x8001, 0x8000, 0x0000, 0x8000, 0x0001, 0x3c00, 0x7bff, 0x7c00, 0x7e00};
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required fixed_len_byte_array(2) h (FLOAT16); required float f; required double d; }");
        double[] values = {-1.0 / 0, -1, -0x1p-24, -0.0, 0.0, -0.0, 0x1p-24, 1, 65504, 1.0 / 0, 0.0 / 0};
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i <= values.length; i++) {
            int half = i < values.length ? ascending[i] : negativeNaN;
            double value = i < values.length ? values[i] : Double.longBitsToDouble(0xfff8_0000_0000_0001L);
            Group group = new SimpleGroup(schema);
            group.add("h", Binary.fromConstantByteArray(new byte[] {(byte) half, (byte) (half >> 8)}));
            group.add("f", (float) value);
            group.add("d", value);
            groups.add(group);
        }
        for (String column : List.of("h", "f", "d")) {
            for (int i = 1; i < groups.size(); i++) {
                int order = RowText.key(groups.get(i - 1), column).compareTo(RowText.key(groups.get(i), column));
                boolean isTie = i == 4 || i == 5 || i == groups.size() - 1;
                assertEquals(isTie ? 0 : -1, Integer.signum(order), column + " " + i);
            }
        }
    }

    private static Object[][] right() {
        return new Object[][] {
            PartWriter.row(1L, 0L, null, ""),
            PartWriter.row(2L, 1L, 1.0, "first of two"),
            PartWriter.row(2L, 2L, 1.0, "second of two"),
            PartWriter.row(null, 3L, -0.0, "null")
        };
    }

    private void assertFound(Oracle oracle, PartWriter writer, Object[][] rows) throws Exception {
        assertTrue(
                difference(oracle, writer, rows).isPresent(),
                () -> oracle.getClass().getSimpleName() + " finds nothing wrong");
    }

    private Optional<String> difference(Oracle oracle, PartWriter writer, Object[][] rows) throws Exception {
        Path output = directory.resolve("out.parquet");
        Files.deleteIfExists(output);
        return oracle.difference(Optional.of("t"), List.of(input), writer.write(output, rows));
    }
}
