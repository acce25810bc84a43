package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.Part;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchException;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.SmallLakes;
import dev.daypack.testing.SmallLakes.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges that are stopped, or whose store fails, end with the right exception; {@link LocalPacker} checks the rest. */
class CancellationTest {

    private static final LocalPacker PACKER = LocalPacker.usual().cut(300, 100);

    @TempDir
    Path directory;

    private Lake lake;
    private List<Path> parts;
    private LocalPacker packer;

    @BeforeEach
    void writeLake() {
        lake = SmallLakes.write(4, directory, 12);
        parts = AlikeParts.of(lake.parts());
        packer = PACKER.orderBy(lake.orderColumn());
        assertTrue(lake.rows() > 1_000, lake.toString());
    }

    @Test
    void aMergeStopsWheneverItIsAsked() {
        AtomicInteger allQuestions = new AtomicInteger();
        pack(packer.cancelledWhen(() -> allQuestions.incrementAndGet() < 0));
        int questions = allQuestions.get();
        for (int stopAt = 1; stopAt <= questions; stopAt += Math.max(1, questions / 40)) {
            AtomicInteger asked = new AtomicInteger();
            int last = stopAt;
            assertThrows(
                    CancellationException.class,
                    () -> pack(packer.cancelledWhen(() -> asked.incrementAndGet() >= last)),
                    "stopped at question " + stopAt + " of " + questions);
        }
    }

    @Test
    void aMergeStopsBetweenRowGroups() {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger told = new AtomicInteger();
        LocalPacker stopping = packer.cancelledWhen(stop::get).rowsDone(rows -> {
            told.incrementAndGet();
            stop.set(rows >= 600);
        });
        assertThrows(CancellationException.class, () -> pack(stopping));
        assertEquals(2, told.get());
    }

    @Test
    void failuresOfTheStoreComeThroughAsTheyAre() {
        int reads = countReads();
        for (int failAt = 0; failAt < reads; failAt += Math.max(1, reads / 40)) {
            UncheckedIOException failure = new UncheckedIOException(new IOException("read " + failAt));
            AtomicInteger countdown = new AtomicInteger(failAt);
            List<Part> failing = watched(() -> {
                if (countdown.getAndDecrement() == 0) {
                    throw failure;
                }
            });
            UncheckedIOException thrown =
                    assertThrows(UncheckedIOException.class, () -> packer.pack(failing, (bytes, offset, length) -> {}));
            assertSame(failure, thrown);
        }
    }

    private int countReads() {
        AtomicInteger reads = new AtomicInteger();
        packer.pack(watched(reads::incrementAndGet), (bytes, offset, length) -> {});
        return reads.get();
    }

    private List<Part> watched(Runnable beforeRead) {
        return parts.stream()
                .map(LocalPacker::part)
                .map(part -> new Part(part.name(), part.sizeBytes(), (offset, into, at, length) -> {
                    beforeRead.run();
                    part.bytes().read(offset, into, at, length);
                }))
                .toList();
    }

    @Test
    void failuresOfTheSinkComeThroughAsTheyAre() {
        List<Part> files = parts.stream().map(LocalPacker::part).toList();
        AtomicInteger writes = new AtomicInteger();
        packer.pack(files, (bytes, offset, length) -> writes.incrementAndGet());
        for (int failAt = 0; failAt < writes.get(); failAt += Math.max(1, writes.get() / 20)) {
            UncheckedIOException failure = new UncheckedIOException(new IOException("disk full"));
            AtomicInteger countdown = new AtomicInteger(failAt);
            assertSame(
                    failure,
                    assertThrows(
                            UncheckedIOException.class,
                            () -> packer.pack(files, (bytes, offset, length) -> {
                                if (countdown.getAndDecrement() == 0) {
                                    throw failure;
                                }
                            })));
        }
    }

    @Test
    void whatIsHeldInScratchIsGivenBackWhenTheDiskRunsFull() {
        PartWriter writer = PartWriter.of(PartWriter.required(PrimitiveTypeName.INT64, "ts_event"));
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            int first = part;
            List<Object[]> rows = IntStream.range(0, 20_000)
                    .mapToObj(i -> PartWriter.row(i * 7919L % 20_000 + first))
                    .toList();
            files.add(writer.pages(8_000, 1_000).write(directory.resolve("wide" + part + ".parquet"), rows));
        }
        Path output = directory.resolve("out.parquet");
        String ample = PACKER.pack(files, output).sha256();
        LocalPacker little = PACKER.memoryBytes(64 << 10);
        MemoryDisk disk = new MemoryDisk();
        assertEquals(
                ample, little.scratch(new Scratch(disk)).pack(files, output).sha256());
        assertTrue(disk.writes() > 10, disk.writes() + " writes");
        for (long write = 0; write < disk.writes(); write += 1 + disk.writes() / 20) {
            MemoryDisk failing = new MemoryDisk(1L << 30, write);
            ScratchException e = assertThrows(
                    ScratchException.class,
                    () -> little.scratch(new Scratch(failing)).pack(files, output));
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            assertEquals(0, failing.usedBytes());
        }
    }

    private void pack(LocalPacker with) {
        with.pack(parts, directory.resolve("out.parquet"));
    }
}
