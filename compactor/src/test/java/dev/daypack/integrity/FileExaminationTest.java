package dev.daypack.integrity;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.compact.TableMerge;
import dev.daypack.input.FooterReader;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullKeys;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.SchemaDrift;
import dev.daypack.input.SortKey;
import dev.daypack.input.SortKeyForms;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.output.FileProof;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.PackedFile;
import dev.daypack.output.Workbench;
import dev.daypack.publish.Imprint;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.StoreException;
import dev.daypack.testing.PartWriter;
import dev.daypack.text.SortTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof that is taken of a file again is the one that was taken when it was packed, whatever its sort keys are. */
class FileExaminationTest {

    private static final int ROWS = 300;

    @TempDir
    Path directory;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final MemoryLedger ledger = new MemoryLedger(8 << 20);

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    /** The order of packing, how it treats nulls, and how the reader's settings do, who may not know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ts                      | REJECT | REJECT
            ts                      | REJECT | LAST
            ts                      | FIRST  | REJECT
            ts desc                 | REJECT | FIRST
            maybe                   | FIRST  | REJECT
            maybe                   | LAST   | REJECT
            maybe                   | LAST   | FIRST
            maybe desc              | FIRST  | LAST
            price, ts desc          | LAST   | REJECT
            price desc              | FIRST  | FIRST
            name                    | LAST   | FIRST
            "name", maybe desc, ts  | FIRST  | REJECT
            ts, name                | LAST   | LAST
            none                    | REJECT | REJECT
            """)
    void theProofIsFoundAgain(String orderBy, NullKeys packedWith, NullKeys readWith) {
        SortOrder order = SortOrder.of(orderBy, packedWith);
        check(order, readWith, List.of(flatPart(0), flatPart(1)));
    }

    @Test
    void nestedColumnsAreHeldToTheirDigestsToo() {
        check(SortOrder.of("ts"), NullKeys.REJECT, List.of(nestedPart()));
    }

    @Test
    void aFileWithoutRowsHasNothingToProve() {
        check(SortOrder.of("ts"), NullKeys.REJECT, List.of(write(0, List.of())));
    }

    /** Days share one pool: an array that two of them were lent at once would make both look broken. */
    @Test
    void whatWasLentToAFileThatIsReplacedMeanwhileIsGivenBackOnce() {
        Path packed = directory.resolve("packed.parquet");
        LocalPacker.usual().cut(64, 16).order(SortOrder.of("ts")).pack(List.of(flatPart(0), flatPart(1)), packed);
        byte[] bytes = bytes(packed);
        Thread caller = Thread.currentThread();
        Part part = new Part("data.parquet", bytes.length, (offset, into, at, length) -> {
            if (Thread.currentThread() != caller) {
                throw new StoreException(StoreException.Kind.CHANGED, "data.parquet", "replaced", null);
            }
            System.arraycopy(bytes, Math.toIntExact(offset), into, at, length);
        });
        PartFooter footer = new FooterReader(InputLimits.OWN_FILES, Optional.empty()).read(part);
        SortKey key =
                SortKeyForms.of(footer, SortTerms.of("ts"), NullKeys.REJECT).get(0);
        BufferPool pool = new BufferPool(ledger);
        try (Workbench bench = new Workbench(
                workers, 2, pool, new Scratch(directory), InputLimits.DEFAULTS, OutputSettings.DEFAULTS, () -> false)) {
            PackedFile file = new PackedFile(footer, key, "seq", bench);
            assertThrows(StoreException.class, () -> file.prove(rows -> {}));
        }
        assertEquals(0, ledger.heldBytes());
        assertNotSame(pool.longs(64), pool.longs(64));
    }

    private void check(SortOrder order, NullKeys readWith, List<Path> parts) {
        LocalPacker packer = LocalPacker.usual().cut(64, 16).order(order);
        Path packed = directory.resolve("packed.parquet");
        TableMerge.Result result = packer.pack(parts, packed);
        Imprint imprint = imprint(order, result);
        packer.keyValues(imprint.toKeyValues()).pack(parts, packed);
        for (boolean isRemote : new boolean[] {false, true}) {
            DayEvidence.File file = examine(packed, SortOrder.of("other", readWith), isRemote);
            assertEquals(Optional.empty(), file.problem());
            FileProof proof = file.proof().orElseThrow();
            assertEquals(List.of(), proof.faults());
            assertEquals(result.proven().proof().rows(), proof.rows());
            if (proof.rows() > 0) {
                assertEquals(result.proven().proof().digests(), proof.digests(), order::toString);
            }
            assertEquals(result.proven().proof().minimum(), proof.minimum());
            assertEquals(result.proven().proof().maximum(), proof.maximum());
        }
    }

    private DayEvidence.File examine(Path packed, SortOrder settings, boolean isRemote) {
        MemoryStore store = new MemoryStore();
        store.put("data.parquet", bytes(packed), new Condition.Always());
        ObjectStat object = store.head("data.parquet").orElseThrow();
        BufferPool pool = new BufferPool(ledger);
        Scratch scratch = new Scratch(directory);
        FileExamination examination = new FileExamination(settings, "seq");
        long[] told = {0};
        DayEvidence.File file;
        try (Workbench bench = new Workbench(
                        workers, 2, pool, scratch, InputLimits.DEFAULTS, OutputSettings.DEFAULTS, () -> false);
                FetchedFile fetched = FetchedFile.of(
                        store, object, isRemote, scratch, pool, bench::isCancelled, bytes -> told[0] += bytes)) {
            file = examination.examine(
                    object, fetched, examination.head(fetched), Optional.empty(), bench, bytes -> told[0] += bytes);
        }
        assertEquals(0, scratch.openFiles());
        pool.trim();
        assertEquals(0, ledger.heldBytes());
        assertTrue(told[0] >= object.sizeBytes() && told[0] <= 2 * object.sizeBytes());
        return file;
    }

    private static Imprint imprint(SortOrder order, TableMerge.Result result) {
        Map<String, String> digests = new LinkedHashMap<>();
        result.proven()
                .proof()
                .digests()
                .keySet()
                .forEach(column -> digests.put(
                        column, FileExamination.hex(result.proven().proof().digests(), column)));
        return new Imprint(
                "attempt",
                "manifest",
                1,
                order.spelling(),
                "seq",
                result.proven().proof().minimum(),
                result.proven().proof().maximum(),
                false,
                digests,
                Map.of(),
                Map.of(),
                SchemaDrift.EMPTY,
                "schema",
                "GOOD",
                "1.0.0",
                Optional.empty(),
                "0.1.0");
    }

    private Path flatPart(int number) {
        SplittableRandom random = new SplittableRandom(number);
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(PartWriter.row(
                    (long) random.nextInt(ROWS / 2),
                    random.nextInt(5) == 0 ? null : (long) random.nextInt(20),
                    random.nextInt(5) == 0 ? null : random.nextInt(20) / 4.0,
                    random.nextInt(5) == 0 ? null : "n" + random.nextInt(30)));
        }
        return write(number, rows);
    }

    private Path write(int number, List<Object[]> rows) {
        return PartWriter.of(
                        PartWriter.optional(INT64, "ts"),
                        PartWriter.optional(INT64, "maybe"),
                        PartWriter.optional(DOUBLE, "price"),
                        PartWriter.optional(BINARY, stringType(), "name"))
                .write(directory.resolve("part-" + number + ".parquet"), rows);
    }

    private Path nestedPart() {
        MessageType schema = MessageTypeParser.parseMessageType("message m { optional int64 ts;"
                + " optional group names (LIST) { repeated group list { optional binary element (STRING); } }"
                + " required group pair { optional double left; required int32 right; } }");
        SplittableRandom random = new SplittableRandom(7);
        List<Group> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            Group group = new SimpleGroup(schema).append("ts", (long) random.nextInt(ROWS / 2));
            if (random.nextInt(4) > 0) {
                Group names = group.addGroup("names");
                for (int i = random.nextInt(4); i > 0; i--) {
                    Group element = names.addGroup("list");
                    if (random.nextInt(4) > 0) {
                        element.append("element", "e" + random.nextInt(9));
                    }
                }
            }
            Group pair = group.addGroup("pair");
            if (random.nextBoolean()) {
                pair.append("left", random.nextInt(9) / 2.0);
            }
            pair.append("right", random.nextInt(9));
            rows.add(group);
        }
        return PartWriter.of(schema).writeGroups(directory.resolve("nested.parquet"), rows);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
