package dev.daypack.input;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
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
    void aMissingSortColumnOfALaterPartIsToldToo() {
        Path first = part("a.parquet", required(INT64, "ts_event"), optional(DOUBLE, "price"));
        Path second = part("b.parquet", optional(DOUBLE, "price"));
        PartRejectedException e = assertThrows(
                PartRejectedException.class, () -> PACKER.pack(List.of(first, second), path("out.parquet")));
        assertEquals(Reason.BAD_KEY, e.reason());
        assertEquals("b.parquet", e.part());
    }

    @Test
    void intervalsHaveNoOrderToSortBy() {
        PrimitiveType interval = PartWriter.column(
                FIXED_LEN_BYTE_ARRAY,
                Repetition.REQUIRED,
                12,
                LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance(),
                "ts_event");
        PartRejectedException e = refused(Reason.UNSUPPORTED, "ts_event", part("a.parquet", interval));
        assertTrue(e.detail().contains("no order is defined"), e.getMessage());
        assertTrue(e.detail().contains("order-by"), e.getMessage());
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
    void typesThatHoldNoValuesOfEachOtherAreRefused() {
        mismatch("price", List.of(KEY, optional(DOUBLE, "price")), List.of(KEY, optional(INT64, "price")), "INT64");
        mismatch("price", List.of(KEY, optional(INT64, "price")), List.of(KEY, optional(DOUBLE, "price")), "DOUBLE");
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
        mismatch(
                "price",
                List.of(KEY, optional(INT64, "price")),
                List.of(KEY, PartWriter.column(INT64, Repetition.REPEATED, 0, null, "price")),
                "repeated INT64");
        mismatch(
                "price",
                List.of(KEY, optional(INT64, intType(64, false), "price")),
                List.of(KEY, optional(INT64, "price")),
                "optional INT64 here");
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
    void aNullInTheSortColumnIsRefusedWithItsRow() {
        PartWriter writer = PartWriter.of(optional(INT64, "ts_event"), optional(DOUBLE, "price"));
        Path good = writer.write(path("good.parquet"), row(1L, 2.0));
        Path bad = writer.write(path("bad.parquet"), row(1L, 2.0), row(null, 3.0), row(3L, 4.0));
        PartRejectedException e = refused(Reason.BAD_KEY, "ts_event", good, bad);
        assertEquals("bad.parquet", e.part());
        assertTrue(e.detail().contains("null in 1 of the 3 rows"), e.getMessage());
        Path onlyNulls = writer.write(path("nulls.parquet"), row(null, 3.0));
        PartRejectedException all = refused(Reason.BAD_KEY, "ts_event", good, onlyNulls);
        assertTrue(all.detail().contains("null-keys: first or last"), all.getMessage());
    }

    @Test
    void aNullInAnyOfSeveralSortColumnsIsRefusedWithItsColumn() {
        PartWriter writer = PartWriter.of(optional(INT64, "ts_event"), optional(DOUBLE, "price"));
        Path bad = writer.write(path("bad.parquet"), row(1L, 2.0), row(1L, null), row(3L, 4.0));
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> PACKER.orderBy("ts_event, price desc").pack(List.of(bad), path("out.parquet")));
        assertEquals(Reason.BAD_KEY, e.reason());
        assertEquals("price", e.column());
        assertTrue(e.detail().contains("null in 1 of the 2 rows from row 1"), e.getMessage());
    }

    /** The statistics decide that keys are numbers, which cannot be null. */
    @Test
    void aNullThatTheStatisticsDenyIsRefusedWithTheFileThatLies() {
        PartWriter writer = PartWriter.of(optional(INT64, "ts_event"), optional(DOUBLE, "price"));
        Path bad = writer.write(path("bad.parquet"), row(1L, 2.0), row(null, 3.0), row(3L, 4.0));
        Path liar = PatchedFile.footer(
                bad,
                footer -> footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .getMeta_data()
                        .getStatistics()
                        .setNull_count(0));
        LocalPacker packer = PACKER.order(SortOrder.of("ts_event", NullKeys.LAST));
        assertEquals(
                3,
                packer.pack(List.of(bad), path("out.parquet")).proven().proof().rows());
        PartRejectedException e =
                assertThrows(PartRejectedException.class, () -> packer.pack(List.of(liar), path("out.parquet")));
        assertEquals(Reason.BAD_KEY, e.reason());
        assertEquals(liar.getFileName().toString(), e.part());
        assertTrue(e.detail().contains("statistics claim that there are none"), e.getMessage());
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
