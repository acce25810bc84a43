package dev.daypack.compact;

import static dev.daypack.testing.PartWriter.optional;
import static dev.daypack.testing.PartWriter.required;
import static dev.daypack.testing.PartWriter.row;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.NullKeys;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.Scratch;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that do not fit memory are spilled; the bytes of the output do not tell. */
class SpillTest {

    private static final PartWriter WRITER = PartWriter.of(
                    required(INT64, "ts_event"), optional(BINARY, stringType(), "name"), required(INT64, "value"))
            .pages(4_000, 300);

    @TempDir
    Path directory;

    /** With little memory at most four sources are merged at once, some of them sorted in blocks. */
    @Test
    void manyOverlappingPartsGiveTheSameBytesInPasses() {
        long spilled = 0;
        for (long seed = 0; seed < 6; seed++) {
            List<Path> parts = parts(new SplittableRandom(seed));
            for (String columns : List.of("ts_event", "ts_event desc", "name, ts_event desc")) {
                LocalPacker packer = LocalPacker.usual().cut(3_000, 500).order(SortOrder.of(columns, NullKeys.LAST));
                String where = "seed " + seed + ", " + columns;
                TableMerge.Result ample = packer.pack(parts, directory.resolve("out.parquet"));
                for (long memory : new long[] {128 << 10, 512 << 10}) {
                    Scratch scratch = new Scratch(new MemoryDisk());
                    TableMerge.Result little = packer.memoryBytes(memory)
                            .scratch(scratch)
                            .pack(parts, directory.resolve("little.parquet"));
                    assertEquals(ample.sha256(), little.sha256(), where);
                    assertEquals(ample.proven().inversions(), little.proven().inversions(), where);
                    spilled += scratch.bytesWritten();
                }
            }
        }
        assertTrue(spilled > 1 << 20, spilled + " bytes");
    }

    private List<Path> parts(SplittableRandom random) {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 12; part++) {
            boolean isSorted = random.nextBoolean();
            int rows = 1 + random.nextInt(2_500);
            List<Object[]> content = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                long key = isSorted ? i / 3 : random.nextInt(1_000);
                String name = random.nextInt(4) == 0 ? null : "name %d".formatted(key / 10);
                content.add(row(key, name, random.nextLong()));
            }
            parts.add(WRITER.write(directory.resolve("part%02d.parquet".formatted(part)), content));
        }
        return parts;
    }

    /** Large enough to be read side by side where there is room; where there is not, they are read as they come up. */
    @Test
    void largePartsThatBeginTogetherGiveTheSameBytesHoweverTheyAreRead() {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            parts.add(large(part, 90_000, part % 2 == 1, -1));
        }
        LocalPacker packer = LocalPacker.usual().cut(100_000, 10_000);
        String ample = packer.pack(parts, directory.resolve("out.parquet")).sha256();
        DuckOracle.ordered("ts_event", "ts_event").check(parts, directory.resolve("out.parquet"));
        String little = packer.memoryBytes(2 << 20)
                .pack(parts, directory.resolve("little.parquet"))
                .sha256();
        assertEquals(ample, little);
    }

    /** The packer checks that all is given back. */
    @Test
    void whatWasReadSideBySideIsGivenBackWhenOnePartIsBad() {
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            parts.add(large(part, 90_000, part % 2 == 1, part == 2 ? 80_000 : -1));
        }
        LocalPacker packer = LocalPacker.usual().orderBy("when");
        PartRejectedException e =
                assertThrows(PartRejectedException.class, () -> packer.pack(parts, directory.resolve("out.parquet")));
        assertEquals("large2.parquet", e.part());
    }

    private Path large(int part, int rows, boolean isShuffled, int nullAt) {
        PartWriter writer = PartWriter.of(
                        required(INT64, "ts_event"), optional(INT64, "when"), required(INT64, "value"))
                .pages(50_000, 5_000);
        return writer.write(directory.resolve("large%d.parquet".formatted(part)), new AbstractList<>() {
            @Override
            public Object[] get(int i) {
                long key = isShuffled ? i * 7919L % rows : i;
                return row(key, i == nullAt ? null : (Long) key, i * 4L + part);
            }

            @Override
            public int size() {
                return rows;
            }
        });
    }

    @Test
    void aPartOfAMillionRowsInRandomOrderTakesLittleMemory() {
        int rows = 1_100_000;
        Path part = WRITER.pages(100_000, 10_000).write(directory.resolve("part.parquet"), new AbstractList<>() {
            @Override
            public Object[] get(int i) {
                return row((i * 2_654_435_761L & 0xffff_ffffL) % 400_000, null, (long) i);
            }

            @Override
            public int size() {
                return rows;
            }
        });
        Path output = directory.resolve("out.parquet");
        LocalPacker packer = LocalPacker.usual().cut(400_000, 20_000);
        Scratch none = new Scratch(new MemoryDisk());
        String ample = packer.memoryBytes(2L << 30)
                .scratch(none)
                .pack(List.of(part), output)
                .sha256();
        Scratch scratch = new Scratch(new MemoryDisk());
        assertEquals(
                ample,
                packer.memoryBytes(8 << 20)
                        .scratch(scratch)
                        .pack(List.of(part), output)
                        .sha256());
        assertTrue(scratch.bytesWritten() > 4L * rows, scratch.bytesWritten() + " bytes");
    }
}
