package dev.daypack.input;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.Duck;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that cannot be packed are refused by name, with the reason, the part and the remedy. */
class RefusedSchemaTest {

    private static final LocalPacker PACKER = LocalPacker.usual();
    private static final PrimitiveType KEY = required(INT64, "ts_event");

    @TempDir
    Path directory;

    @Test
    void aMissingSortColumnIsToldWithTheColumnsThereAre() {
        Path part = part("a.parquet", required(INT64, "time"), optional(DOUBLE, "price"));
        PartRejectedException e = refused(Reason.BAD_KEY, "ts_event", part);
        assertTrue(e.detail().contains("time, price"), e.getMessage());
    }

    @Test
    void onlyIntegersAndTimesCanBeSortedBy() {
        for (PrimitiveType key : List.of(
                required(DOUBLE, "ts_event"),
                required(BOOLEAN, "ts_event"),
                required(BINARY, stringType(), "ts_event"),
                required(INT64, decimalType(2, 18), "ts_event"),
                PartWriter.fixed(Repetition.REQUIRED, 8, "ts_event"))) {
            PartRejectedException e = refused(Reason.UNSUPPORTED, "ts_event", part("a.parquet", key));
            assertTrue(e.detail().contains("cannot sort by required"), e.getMessage());
            assertTrue(e.detail().contains("INT64"), e.getMessage());
        }
    }

    @Test
    void anExistingSeqColumnIsRefusedUnlessOursHasAnotherName() {
        Path part = PartWriter.of(KEY, required(INT64, "seq")).write(path("a.parquet"), row(2L, 7L), row(1L, 8L));
        PartRejectedException e = refused(Reason.SCHEMA_MISMATCH, "seq", part);
        assertTrue(e.detail().contains("seq-column"), e.getMessage());
        assertEquals(
                2,
                PACKER.seqColumn("number")
                        .pack(List.of(part), path("out.parquet"))
                        .proven()
                        .proof()
                        .rows());
    }

    @Test
    void partsOfOneDayMustAgreeInEveryColumn() {
        PrimitiveType price = optional(DOUBLE, "price");
        mismatch("price", List.of(KEY, price), List.of(KEY), "is missing");
        mismatch("price", List.of(KEY), List.of(KEY, price), "is missing in a.parquet");
        mismatch("price", List.of(KEY, price), List.of(KEY, required(DOUBLE, "price")), "required DOUBLE");
        mismatch("price", List.of(KEY, price), List.of(KEY, optional(INT64, "price")), "optional INT64");
        mismatch(
                "price",
                List.of(KEY, optional(INT32, "price")),
                List.of(KEY, optional(INT32, intType(8, true), "price")),
                "INT8");
        mismatch(
                "price",
                List.of(KEY, optional(BINARY, "price")),
                List.of(KEY, optional(BINARY, stringType(), "price")),
                "STRING");
        mismatch(
                "price",
                List.of(KEY, PartWriter.fixed(Repetition.REQUIRED, 4, "price")),
                List.of(KEY, PartWriter.fixed(Repetition.REQUIRED, 5, "price")),
                "[5]");
        mismatch(
                "ts_event",
                List.of(required(INT64, timestampType(true, TimeUnit.MILLIS), "ts_event")),
                List.of(required(INT64, timestampType(true, TimeUnit.MICROS), "ts_event")),
                "TIMESTAMP MICROS");
        mismatch(
                "price",
                List.of(KEY, optional(INT64, decimalType(2, 18), "price")),
                List.of(KEY, optional(INT64, decimalType(3, 18), "price")),
                "DECIMAL(18,3)");
    }

    private void mismatch(String column, List<PrimitiveType> first, List<PrimitiveType> second, String told) {
        Path a = part("a.parquet", first.toArray(PrimitiveType[]::new));
        Path b = part("b.parquet", second.toArray(PrimitiveType[]::new));
        PartRejectedException e = refused(Reason.SCHEMA_MISMATCH, column, a, b);
        assertEquals("b.parquet", e.part());
        assertTrue(e.detail().contains("a.parquet") && e.detail().contains(told), e.getMessage());
    }

    @Test
    void theOrderOfColumnsMayDiffer() {
        Path a = part("a.parquet", KEY, optional(DOUBLE, "price"), optional(INT32, "count"));
        Path b = part("b.parquet", optional(INT32, "count"), KEY, optional(DOUBLE, "price"));
        assertEquals(
                0,
                PACKER.pack(List.of(a, b), path("out.parquet")).proven().proof().rows());
    }

    @Test
    void nestedRepeatedAndInt96ColumnsAreRefusedByName() {
        for (String value : List.of("{'a': 1}", "[1, 2]", "MAP {'a': 1}")) {
            Path part = path("nested.parquet");
            try (Duck duck = new Duck()) {
                duck.run("COPY (SELECT 1::BIGINT AS ts_event, " + value + " AS inner_value) TO "
                        + Duck.text(part.toString()) + " (FORMAT parquet)");
            }
            PartRejectedException e = refused(Reason.UNSUPPORTED, "inner_value", part);
            assertTrue(e.detail().contains("nested"), e.getMessage());
        }
        PartRejectedException repeated = refused(
                Reason.UNSUPPORTED,
                "list",
                part("repeated.parquet", KEY, PartWriter.column(INT32, Repetition.REPEATED, 0, null, "list")));
        assertTrue(repeated.detail().contains("repeated"), repeated.getMessage());
        PartRejectedException int96 =
                refused(Reason.UNSUPPORTED, "old_time", part("int96.parquet", KEY, optional(INT96, "old_time")));
        assertTrue(int96.detail().contains("INT96"), int96.getMessage());
    }

    @Test
    void aNullInTheSortColumnIsRefusedWithItsRow() {
        PartWriter writer = PartWriter.of(optional(INT64, "ts_event"), optional(DOUBLE, "price"));
        Path good = writer.write(path("good.parquet"), row(1L, 2.0));
        Path bad = writer.write(path("bad.parquet"), row(1L, 2.0), row(null, 3.0), row(3L, 4.0));
        PartRejectedException e = refused(Reason.BAD_KEY, "ts_event", good, bad);
        assertEquals("bad.parquet", e.part());
        assertTrue(e.detail().contains("null in 1 of the 3 rows"), e.getMessage());
        Path onlyNulls = writer.write(path("nulls.parquet"), row(null, 3.0));
        assertTrue(refused(Reason.BAD_KEY, "ts_event", good, onlyNulls).detail().contains("null"));
    }

    private Path part(String name, PrimitiveType... columns) {
        return PartWriter.of(columns).write(path(name), List.of());
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private PartRejectedException refused(Reason reason, String column, Path... parts) {
        PartRejectedException e =
                assertThrows(PartRejectedException.class, () -> PACKER.pack(List.of(parts), path("out.parquet")));
        assertEquals(reason, e.reason(), e.getMessage());
        assertEquals(column, e.column(), e.getMessage());
        assertTrue(e.getMessage().contains(e.part()) && e.getMessage().contains(column), e.getMessage());
        return e;
    }
}
