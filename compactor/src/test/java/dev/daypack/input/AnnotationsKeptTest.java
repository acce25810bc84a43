package dev.daypack.input;

import static org.apache.parquet.schema.LogicalTypeAnnotation.bsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.enumType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.Duck;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the footers of the parts say of a column, the output's footer says too, word for word. */
class AnnotationsKeptTest {

    @TempDir
    Path directory;

    @Test
    void everyAnnotationReachesTheOutput() {
        List<Type> columns = new ArrayList<>();
        add(columns, 0, INT64, timestampType(true, TimeUnit.NANOS), "ts_event");
        List.of(stringType(), enumType(), jsonType(), bsonType(), decimalType(3, 30))
                .forEach(annotation -> add(columns, 0, BINARY, annotation, "binary " + annotation));
        add(columns, 16, FIXED_LEN_BYTE_ARRAY, uuidType(), "uuid");
        add(columns, 2, FIXED_LEN_BYTE_ARRAY, float16Type(), "float16");
        add(columns, 9, FIXED_LEN_BYTE_ARRAY, decimalType(4, 20), "decimal fixed");
        LogicalTypeAnnotation interval = LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance();
        add(columns, 12, FIXED_LEN_BYTE_ARRAY, interval, "interval");
        add(columns, 0, INT32, decimalType(2, 9), "decimal int");
        add(columns, 0, INT64, decimalType(0, 18), "decimal long");
        add(columns, 0, INT32, dateType(), "date");
        for (boolean flag : new boolean[] {true, false}) {
            for (int bits : new int[] {8, 16, 32, 64}) {
                add(columns, 0, bits == 64 ? INT64 : INT32, intType(bits, flag), "int" + bits + flag);
            }
            for (TimeUnit unit : TimeUnit.values()) {
                PrimitiveType.PrimitiveTypeName type = unit == TimeUnit.MILLIS ? INT32 : INT64;
                add(columns, 0, type, timeType(flag, unit), "time " + unit + flag);
                add(columns, 0, INT64, timestampType(flag, unit), "timestamp " + unit + flag);
            }
        }
        columns.add(Types.optional(INT32).id(77).named("with a field id"));
        MessageType schema = new MessageType("schema", columns);
        Path part = PartWriter.of(schema).write(directory.resolve("part.parquet"), rows(schema));
        Path output = packAndCompareSchemas(part);
        assertEquals(ParquetJava.rows(part), withoutSeq(output));
    }

    private static void add(
            List<Type> columns,
            int lengthBytes,
            PrimitiveType.PrimitiveTypeName type,
            LogicalTypeAnnotation annotation,
            String name) {
        Repetition repetition = columns.size() % 2 == 0 ? Repetition.REQUIRED : Repetition.OPTIONAL;
        columns.add(PartWriter.column(type, repetition, lengthBytes, annotation, name));
    }

    private static List<Object[]> rows(MessageType schema) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object[] row = new Object[schema.getFieldCount()];
            for (int column = 0; column < row.length; column++) {
                PrimitiveType type = schema.getType(column).asPrimitiveType();
                row[column] = switch (type.getPrimitiveTypeName()) {
                    case INT32 -> i;
                    case INT64 -> 1_000L + i;
                    case BINARY -> type.getLogicalTypeAnnotation().equals(jsonType()) ? "{\"n\": " + i + "}" : "1" + i;
                    default -> new byte[type.getTypeLength()];
                };
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<?> withoutSeq(Path output) {
        var rows = ParquetJava.rows(output);
        rows.forEach(row -> row.remove("seq"));
        return rows;
    }

    /** DuckDB writes the old form of most annotations, and none of the new. */
    @Test
    void annotationsInTheOldFormStayInTheOldForm() {
        Path part = directory.resolve("duck.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT 5::UBIGINT AS ts_event, 1::TINYINT AS a, 2::USMALLINT AS b, 'x' AS c,"
                    + " 1.5::DECIMAL(9, 2) AS d, DATE '2026-01-26' AS e, TIME '12:00:00' AS f, uuid() AS g,"
                    + " TIMESTAMPTZ '2026-01-26 00:00:00Z' AS h, INTERVAL 3 DAY AS i, '{}'::JSON AS j,"
                    + " 1.5::DECIMAL(30, 4) AS k) TO "
                    + Duck.text(part.toString()) + " (FORMAT parquet)");
        }
        DuckOracle.usual().check(List.of(part), packAndCompareSchemas(part));
    }

    private Path packAndCompareSchemas(Path part) {
        Path output = directory.resolve("out.parquet");
        LocalPacker.usual().pack(List.of(part), output);
        List<SchemaElement> expected = columns(part);
        List<SchemaElement> actual = columns(output);
        assertEquals("seq", actual.remove(1).getName());
        assertEquals(expected, actual);
        return output;
    }

    private static List<SchemaElement> columns(Path file) {
        List<SchemaElement> schema = ParquetJava.footer(file).getSchema();
        return new ArrayList<>(schema.subList(1, schema.size()));
    }
}
