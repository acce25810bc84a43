package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Columns of one name that no type can hold both of are refused, whichever part comes first, naming all there is. */
class RefusedUnionTest {

    /** One form of a column, and how the message calls its type. */
    private record Form(String column, List<String> words) {

        static Form of(String column, String... words) {
            return new Form(column.endsWith("}") ? column : column + ";", List.of(words));
        }
    }

    private static final Form STRING = Form.of("optional binary x (STRING)", "BYTE_ARRAY", "STRING");
    private static final Form INT64 = Form.of("optional int64 x", "INT64");
    private static final Form INT32 = Form.of("optional int32 x", "INT32");
    private static final Form DOUBLE = Form.of("optional double x", "DOUBLE");
    private static final Form UINT64 = Form.of("optional int64 x (INTEGER(64,false))", "UINT64");
    private static final Form MILLIS = Form.of("optional int64 x (TIMESTAMP(MILLIS,true))", "MILLIS");
    private static final Form MICROS = Form.of("optional int64 x (TIMESTAMP(MICROS,true))", "MICROS");
    private static final Form LOCAL = Form.of("optional int64 x (TIMESTAMP(MICROS,false))", "local");
    private static final Form DATE = Form.of("optional int32 x (DATE)", "DATE");
    private static final Form CENTS = Form.of("optional int64 x (DECIMAL(9,2))", "DECIMAL(9,2)");
    private static final Form MILS = Form.of("optional int64 x (DECIMAL(9,3))", "DECIMAL(9,3)");
    private static final Form FIXED_4 = Form.of("optional fixed_len_byte_array(4) x", "FIXED_LEN_BYTE_ARRAY[4]");
    private static final Form FIXED_5 = Form.of("optional fixed_len_byte_array(5) x", "FIXED_LEN_BYTE_ARRAY[5]");
    private static final Form REPEATED = Form.of("repeated int64 x", "repeated INT64");
    private static final Form STRUCT = Form.of("optional group x { optional int64 a; }", "group");
    private static final Form LIST =
            Form.of("optional group x (LIST) { repeated group list { optional int64 element; } }", "group", "LIST");
    private static final Form MAP = Form.of(
            "optional group x (MAP) { repeated group key_value { required int64 key; optional int64 value; } }",
            "group",
            "MAP");

    private static final List<List<Form>> PAIRS = List.of(
            List.of(STRING, INT64),
            List.of(STRING, FIXED_4),
            List.of(INT64, DOUBLE),
            List.of(INT32, DOUBLE),
            List.of(INT64, UINT64),
            List.of(INT64, MILLIS),
            List.of(MILLIS, MICROS),
            List.of(MICROS, LOCAL),
            List.of(INT32, DATE),
            List.of(CENTS, MILS),
            List.of(CENTS, INT64),
            List.of(FIXED_4, FIXED_5),
            List.of(INT64, REPEATED),
            List.of(INT64, STRUCT),
            List.of(STRUCT, LIST),
            List.of(LIST, MAP));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> whatNoTypeHoldsIsRefusedWithBothKeysAndBothTypes() {
        return PAIRS.stream()
                .flatMap(pair -> Stream.of(pair, List.of(pair.get(1), pair.get(0))))
                .map(pair -> DynamicTest.dynamicTest(
                        pair.get(0).column() + ", then " + pair.get(1).column(),
                        () -> checkRefused(pair, "", "", "x")));
    }

    @TestFactory
    Stream<DynamicTest> whatLiesInsideIsRefusedByItsPath() {
        return PAIRS.stream()
                .map(pair -> DynamicTest.dynamicTest(
                        pair.get(0).column() + ", then " + pair.get(1).column(),
                        () -> checkRefused(
                                pair,
                                "optional group legs (LIST) { repeated group list { optional group element { ",
                                " } } }",
                                "legs.list.element.x")));
    }

    private void checkRefused(List<Form> pair, String before, String after, String path) {
        Path first = write("first.parquet", before + pair.get(0).column() + after);
        Path second = write("second.parquet", before + pair.get(1).column() + after);
        PartRejectedException refused = assertThrows(
                PartRejectedException.class,
                () -> LocalPacker.usual().pack(List.of(first, second), directory.resolve("out.parquet")));
        assertEquals(Reason.SCHEMA_MISMATCH, refused.reason());
        String message = refused.getMessage();
        Stream<String> types = pair.stream().flatMap(form -> form.words().stream());
        Stream.concat(Stream.of("first.parquet", "second.parquet", "column " + path + ":"), types)
                .forEach(word -> assertTrue(message.contains(word), () -> word + " is missing in: " + message));
    }

    private Path write(String name, String column) {
        MessageType schema =
                MessageTypeParser.parseMessageType("message schema { required int64 ts_event; " + column + " }");
        return PartWriter.of(schema).writeGroups(directory.resolve(name), List.of());
    }
}
