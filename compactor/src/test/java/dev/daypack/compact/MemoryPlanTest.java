package dev.daypack.compact;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.memory.MemoryExceededException;
import dev.daypack.report.PeakMemory;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned from the footers is enough for what is taken, and never more than the setting. */
class MemoryPlanTest {

    private static final long[] MEMORIES = {256L << 20, 24L << 20};

    private static final PartWriter QUOTES = PartWriter.of(
            PartWriter.optional(INT64, "ts_event"),
            PartWriter.optional(INT64, "ts_recv"),
            PartWriter.optional(BINARY, stringType(), "symbol"),
            PartWriter.optional(DOUBLE, "bid"),
            PartWriter.optional(INT32, "level"),
            PartWriter.optional(BINARY, stringType(), "id"));

    @TempDir
    Path directory;

    private record Shape(
            String name, int parts, int rows, int textBytes, long stepMillis, boolean isSpread, boolean isLate) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("one small part", 1, 500, 8, 10, false, false),
            new Shape("adjacent parts", 8, 5_000, 8, 10, false, false),
            new Shape("parts over the whole day", 8, 5_000, 8, 10, true, false),
            new Shape("late rows", 6, 5_000, 8, 10, false, true),
            new Shape("late rows in parts over the whole day", 6, 5_000, 8, 10, true, true),
            new Shape("long texts", 4, 3_000, 400, 10, true, false),
            new Shape("all keys the same", 4, 5_000, 8, 0, true, false),
            new Shape("many tiny parts", 60, 50, 8, 10, true, true));

    private List<Path> write(Shape shape, PartWriter writer) {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < shape.parts; part++) {
            SplittableRandom random = new SplittableRandom(part);
            List<Object[]> rows = new ArrayList<>();
            long time = shape.isSpread ? 0 : part * shape.rows * shape.stepMillis;
            for (int row = 0; row < shape.rows; row++) {
                time += shape.stepMillis;
                long late = shape.isLate && random.nextInt(50) == 0 ? 20 * shape.stepMillis : 0;
                String text = Long.toHexString(random.nextLong()).repeat(1 + shape.textBytes / 16);
                rows.add(PartWriter.row(
                        time - late, time, "btcusdt", random.nextInt(5_000) / 10.0, random.nextInt(9), text));
            }
            parts.add(writer.write(directory.resolve(shape.name.replace(' ', '-') + part), rows));
        }
        return parts;
    }

    @Test
    void whatIsPlannedIsEnoughAndNoMoreThanTheSetting() {
        for (Shape shape : SHAPES) {
            List<Path> parts = write(shape, QUOTES);
            for (long memory : MEMORIES) {
                check(shape, parts, 4, 1 << 20, memory);
                check(shape, parts, 2, 8_000, memory);
            }
        }
    }

    private static void check(Shape shape, List<Path> parts, int threads, int rowGroupRows, long memory) {
        PeakMemory peaks = LocalPacker.usual()
                .cut(rowGroupRows, 64 << 10)
                .threads(threads)
                .memoryBytes(memory)
                .peaks(parts);
        String where = shape.name + ", threads " + threads + ", row groups of " + rowGroupRows + ", memory " + memory
                + ": " + peaks;
        assertTrue(peaks.plannedBytes() <= memory, where);
        assertTrue(peaks.actualBytes() <= peaks.plannedBytes(), where);
    }

    @Test
    void whatCannotFitIsRefusedWithTheArithmeticAndFitsWithWhatTheMessageNames() {
        Shape shape = new Shape("refused", 2, 5_000, 8, 10, true, false);
        List<Path> parts = write(shape, QUOTES);
        LocalPacker packer = LocalPacker.usual().cut(1 << 20, 500);
        String message = assertThrows(
                        MemoryExceededException.class,
                        () -> packer.memoryBytes(100 << 10).peaks(parts))
                .getMessage();
        Matcher named = Pattern.compile("set memory to (\\d+) or more").matcher(message);
        assertTrue(named.find(), message);
        long enough = Long.parseLong(named.group(1));
        assertEquals(enough, packer.memoryBytes(enough).peaks(parts).plannedBytes(), message);
    }

    /** With many columns and rows in no order: what the message names is not only planned, but enough. */
    @Test
    void whatTheMessageNamesIsEnoughWhereEveryRowChangesItsPlace() {
        List<PrimitiveType> columns = new ArrayList<>(List.of(PartWriter.optional(INT64, "ts_event")));
        for (int column = 0; column < 12; column++) {
            columns.add(PartWriter.optional(INT64, "c" + column));
        }
        PartWriter numbers = PartWriter.of(columns.toArray(PrimitiveType[]::new));
        SplittableRandom random = new SplittableRandom(5);
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            List<Object[]> rows = new ArrayList<>();
            for (int row = 0; row < 60_000; row++) {
                rows.add(columns.stream()
                        .map(column -> (Object) random.nextLong(1L << 40))
                        .toArray());
            }
            parts.add(numbers.write(directory.resolve("numbers" + part), rows));
        }
        LocalPacker packer = LocalPacker.usual().cut(240_000, 64 << 10);
        String message = assertThrows(
                        MemoryExceededException.class,
                        () -> packer.memoryBytes(1 << 20).peaks(parts))
                .getMessage();
        Matcher named = Pattern.compile("set memory to (\\d+) or more").matcher(message);
        assertTrue(named.find(), message);
        long enough = Long.parseLong(named.group(1));
        PeakMemory peaks = packer.memoryBytes(enough).peaks(parts);
        assertTrue(peaks.actualBytes() <= enough, message + ": " + peaks);
    }

    /** So that a day fits, or does not, whatever stands beside it. */
    @Test
    void aPlanFollowsFromInputsAndSettingsAlone() {
        List<Path> parts = write(SHAPES.get(2), QUOTES);
        LocalPacker packer = LocalPacker.usual().cut(20_000, 1_000).memoryBytes(64 << 20);
        assertEquals(packer.peaks(parts).plannedBytes(), packer.peaks(parts).plannedBytes());
    }

    @Test
    void sourcesOpenAtOnceAreToldByTheirStatistics() {
        assertEquals(1, overlap(SHAPES.get(1)).sources());
        assertEquals(8, overlap(SHAPES.get(2)).sources());
    }

    private KeyOverlap overlap(Shape shape) {
        return KeyOverlap.of(LocalPacker.usual().table(write(shape, QUOTES)));
    }
}
