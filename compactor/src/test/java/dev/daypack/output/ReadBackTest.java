package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.testing.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read back from encoded pages has the digest of the values that were meant, and no other has. */
class ReadBackTest {

    private static final int ROWS = 1_000;
    private static final OutputSettings SETTINGS = new OutputSettings(1 << 20, 1 << 30, 128, 1 << 20, 3, false);

    private final BufferPool pool = new BufferPool(new MemoryLedger(64 << 20));
    private final Scratch scratch = new Scratch(new MemoryDisk());
    private final Workbench bench =
            new Workbench(Runnable::run, pool, scratch, InputLimits.DEFAULTS, SETTINGS, () -> false);
    private final List<ChunkBytes> made = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(31);
    private final long[] identities = random.longs(ROWS).toArray();
    private final Set<Encoding> seen = EnumSet.noneOf(Encoding.class);

    private ChunkBytes newBytes() {
        ChunkBytes bytes = new ChunkBytes(pool);
        made.add(bytes);
        return bytes;
    }

    @AfterEach
    void everythingIsGivenBack() {
        made.forEach(ChunkBytes::close);
        bench.close();
        pool.trim();
        assertEquals(0, pool.ledger().heldBytes());
    }

    private static ColumnSchema column(Type type, FieldRepetitionType repetition) {
        SchemaElement element = new SchemaElement("column");
        element.setType(type);
        element.setRepetition_type(repetition);
        element.setType_length(8);
        return new ColumnSchema(element);
    }

    /** Values by row, -1 for a null; {@code changed} may alter them before they are encoded. */
    private ColumnValues values(ColumnSchema column, int distinct, int[] picks) {
        ColumnValues values = ColumnValues.ofValues(column.kind(), picks.length, pool);
        for (int row = 0; row < picks.length; row++) {
            if (picks[row] < 0) {
                values.nulls().set(row);
            }
            long value = picks[row] < 0 ? 0 : column.type() == Type.BOOLEAN ? picks[row] & 1 : picks[row] * 0x9E3779B9L;
            switch (column.kind()) {
                case INT -> values.ints()[row] = (int) value;
                case LONG -> values.longs()[row] = distinct > ROWS ? value * row : value;
                case BINARY -> {
                    byte[] bytes = "%08x".formatted((int) value).getBytes(StandardCharsets.UTF_8);
                    values.binaries().append(bytes, 0, picks[row] < 0 ? 0 : bytes.length);
                }
            }
        }
        return values;
    }

    private static long digestOf(ColumnValues values, long[] identities) {
        NullMask nulls = values.nulls();
        int rows = values.rows();
        return switch (values.kind()) {
            case INT -> Digests.ofInts(values.ints(), nulls, 0, rows, identities, 0);
            case LONG -> Digests.ofLongs(values.longs(), nulls, 0, rows, identities, 0);
            case BINARY -> Digests.ofBinaries(values.binaries(), nulls, 0, rows, identities, 0);
        };
    }

    /** What the proof compares. */
    private record Read(int rows, int nulls, long digest) {}

    private Read encodeAndReadBack(ColumnSchema column, ColumnValues values) {
        Workbench.Tools tools = bench.borrow(1);
        try (values) {
            EncodedChunk chunk = tools.encoder.encode(column, values, null, false, newBytes());
            seen.add(chunk.valueEncoding());
            ReadBack readBack = new ReadBack(chunk, tools.decompressors, pool);
            long digest = readBack.digest(identities);
            assertEquals(chunk.nulls(), readBack.nulls());
            return new Read(chunk.rows(), readBack.nulls(), digest);
        } finally {
            bench.giveBack(tools);
        }
    }

    private int[] picks(int distinct, boolean withNulls) {
        int[] picks = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            picks[row] = withNulls && random.nextInt(4) == 0 ? -1 : random.nextInt(distinct);
        }
        return picks;
    }

    private static int nulls(int[] picks) {
        int nulls = 0;
        for (int pick : picks) {
            nulls += pick < 0 ? 1 : 0;
        }
        return nulls;
    }

    @Test
    void everyKindOfValueInEveryEncodingIsReadBackAsItWas() {
        for (Type type : EnumSet.complementOf(EnumSet.of(Type.INT96))) {
            for (FieldRepetitionType repetition :
                    EnumSet.of(FieldRepetitionType.REQUIRED, FieldRepetitionType.OPTIONAL)) {
                for (int distinct : new int[] {1, 10, 1_000_000}) {
                    ColumnSchema column = column(type, repetition);
                    int[] picks = picks(distinct, column.isOptional());
                    ColumnValues values = values(column, distinct, picks);
                    long expected = digestOf(values, identities);
                    assertEquals(
                            new Read(ROWS, nulls(picks), expected),
                            encodeAndReadBack(column, values),
                            column.describe() + ", " + distinct + " values");
                }
            }
        }
        assertTrue(
                seen.containsAll(EnumSet.of(Encoding.PLAIN, Encoding.RLE_DICTIONARY, Encoding.DELTA_LENGTH_BYTE_ARRAY)),
                seen.toString());
    }

    @Test
    void otherValuesThanTheInputsAreNoticed() {
        for (Type type : EnumSet.of(Type.INT32, Type.DOUBLE, Type.BYTE_ARRAY)) {
            for (int distinct : new int[] {10, 1_000_000}) {
                ColumnSchema column = column(type, FieldRepetitionType.OPTIONAL);
                int[] picks = picks(distinct, true);
                ColumnValues meant = values(column, distinct, picks);
                Read right = new Read(ROWS, nulls(picks), digestOf(meant, identities));
                meant.close();
                for (int mistake = 0; mistake < 30; mistake++) {
                    int[] wrong = picks.clone();
                    int row = random.nextInt(1, ROWS);
                    wrong[row] = switch (mistake % 3) {
                        case 0 -> wrong[row - 1] == wrong[row] ? wrong[row] + 1 : wrong[row - 1];
                        case 1 -> wrong[row] < 0 ? 0 : -1;
                        default -> wrong[row] + 1;
                    };
                    assertNotEquals(
                            right,
                            encodeAndReadBack(column, values(column, distinct, wrong)),
                            column.describe() + ": mistake " + mistake + " in row " + row);
                }
            }
        }
    }

    @Test
    void aRowTooFewIsNoticed() {
        ColumnSchema column = column(Type.INT64, FieldRepetitionType.REQUIRED);
        int[] picks = picks(1_000_000, false);
        ColumnValues all = values(column, 10, picks);
        long expected = digestOf(all, identities);
        all.close();
        Read read = encodeAndReadBack(column, values(column, 10, Arrays.copyOf(picks, ROWS - 1)));
        assertNotEquals(expected, read.digest());
        assertEquals(ROWS - 1, read.rows());
    }

    @Test
    void bytesThatChangeAfterTheEncodingAreNoticed() {
        ColumnSchema column = column(Type.DOUBLE, FieldRepetitionType.OPTIONAL);
        for (int distinct : new int[] {10, 1_000_000}) {
            ColumnValues values = values(column, distinct, picks(distinct, true));
            Workbench.Tools tools = bench.borrow(1);
            try (values) {
                EncodedChunk chunk = tools.encoder.encode(column, values, null, false, newBytes());
                long expected = new ReadBack(chunk, tools.decompressors, pool).digest(identities);
                forEachFlip(chunk.bytes(), at -> assertNoticed(chunk, tools.decompressors, expected, at));
            } finally {
                bench.giveBack(tools);
            }
        }
    }

    private void forEachFlip(ChunkBytes bytes, IntConsumer check) {
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(bytes.size());
            int mask = 1 << random.nextInt(8);
            flip(bytes, at, mask);
            check.accept(at);
            flip(bytes, at, mask);
        }
    }

    private static void flip(ChunkBytes bytes, int at, int mask) {
        int[] before = new int[1];
        bytes.writeTo((segment, offset, length) -> {
            int place = at - before[0];
            if (place >= 0 && place < length) {
                segment[offset + place] ^= (byte) mask;
            }
            before[0] += length;
        });
    }

    /** A bit of a page header may have no meaning for readers; the values must be the same then. */
    private void assertNoticed(EncodedChunk chunk, Decompressors decompressors, long expected, int at) {
        try {
            assertEquals(expected, new ReadBack(chunk, decompressors, pool).digest(identities), "byte " + at);
        } catch (ConservationException e) {
            assertTrue(e.getMessage().contains("cannot be read back"), e.getMessage());
        }
    }

    @Test
    void keysAreReadBackFromThePages() {
        ColumnSchema column = column(Type.INT64, FieldRepetitionType.OPTIONAL);
        long[] keys = random.longs(ROWS).sorted().toArray();
        ColumnValues values = ColumnValues.ofValues(ValueKind.LONG, ROWS, pool);
        System.arraycopy(keys, 0, values.longs(), 0, ROWS);
        Workbench.Tools tools = bench.borrow(1);
        try (values) {
            EncodedChunk chunk = tools.encoder.encode(column, values, null, true, newBytes());
            long[] read = new long[ROWS];
            new ReadBack(chunk, tools.decompressors, pool).longs(read);
            assertArrayEquals(keys, read);
            flip(chunk.bytes(), chunk.bytes().size() / 2, 1);
            assertThrows(ConservationException.class, () -> new ReadBack(chunk, tools.decompressors, pool).longs(read));
        } finally {
            bench.giveBack(tools);
        }
    }
}
