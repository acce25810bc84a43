package dev.daypack.sweep;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import dev.daypack.text.SortTerms;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortColumnsTest {

    @Test
    void integersComeFirstThenThoseWithFewerNullsThenTheFirst(@TempDir Path directory) {
        Path file = PartWriter.of(
                        PartWriter.required(DOUBLE, "price"),
                        PartWriter.optional(INT64, "mostly null"),
                        PartWriter.optional(INT64, "whole"),
                        PartWriter.required(INT32, "whole too"),
                        PartWriter.optional(BINARY, "text"))
                .write(
                        directory.resolve("a.parquet"),
                        PartWriter.row(1.0, null, 1L, 1, null),
                        PartWriter.row(1.0, null, 1L, 1, "x"));
        assertEquals(
                List.of("whole", "whole too", "mostly null", "price", "text"),
                SortColumns.of(ParquetJava.footer(file)));
    }

    @Test
    void theOrderWithoutColumnsIsTheLastToBeTried(@TempDir Path directory) {
        Path file = PartWriter.of(PartWriter.required(DOUBLE, "a, b"), PartWriter.optional(INT64, "none"))
                .write(directory.resolve("a.parquet"), PartWriter.row(1.0, 2L));
        assertEquals(
                List.of("\"none\"", "\"a, b\"", "none"),
                SortColumns.orders(ParquetJava.footer(file)).stream()
                        .map(SortTerms::toString)
                        .toList());
    }

    @Test
    void whatIsNestedOrRepeatedIsPassedOver() {
        List<SchemaElement> schema = List.of(
                new SchemaElement("schema").setNum_children(3),
                new SchemaElement("struct").setNum_children(2).setRepetition_type(FieldRepetitionType.OPTIONAL),
                leaf("first", FieldRepetitionType.REQUIRED),
                leaf("second", FieldRepetitionType.REQUIRED),
                leaf("many", FieldRepetitionType.REPEATED),
                leaf("one", FieldRepetitionType.OPTIONAL));
        assertEquals(List.of("one"), SortColumns.of(new FileMetaData(1, schema, 0, List.of())));
    }

    private static SchemaElement leaf(String name, FieldRepetitionType repetition) {
        return new SchemaElement(name).setType(Type.INT64).setRepetition_type(repetition);
    }
}
