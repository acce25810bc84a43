package dev.daypack.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path directory;

    @Test
    void bytesAreReadWhereTheyWereAppended() {
        Scratch scratch = new Scratch(directory);
        byte[] bytes = new byte[300_000];
        new SplittableRandom(1).nextBytes(bytes);

        try (ScratchFile file = scratch.newFile("a test", 0)) {
            assertEquals(0, file.append(bytes, 0, 200_000));
            assertEquals(200_000, file.append(bytes, 200_000, 300_000));
            assertEquals(300_000, file.size());

            byte[] read = new byte[150_010];
            file.read(100_000, read, 10, 150_000);
            assertArrayEquals(Arrays.copyOfRange(bytes, 100_000, 250_000), Arrays.copyOfRange(read, 10, 150_010));
        }
        assertEquals(300_000, scratch.bytesWritten());
        assertEquals(150_000, scratch.bytesRead());
    }

    @Test
    void severalThreadsAppendAndReadAtOnce() {
        Scratch scratch = new Scratch(directory);
        try (ScratchFile file = scratch.newFile("a test", 4 * 100 * 1000)) {
            List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> appendAndReadBack(file, (byte) thread)))
                    .toList();
            threads.forEach(CompletableFuture::join);
            assertEquals(4 * 100 * 1000, file.size());
        }
    }

    private static void appendAndReadBack(ScratchFile file, byte content) {
        byte[] bytes = new byte[1000];
        byte[] read = new byte[1000];
        for (int i = 0; i < 100; i++) {
            Arrays.fill(bytes, content);
            long at = file.append(bytes, 0, 1000);
            file.read(at, read, 0, 1000);
            assertArrayEquals(bytes, read);
        }
    }

    @Test
    void filesHaveNoNamesEvenWhileTheyAreOpen() throws IOException {
        Scratch scratch = new Scratch(directory.resolve("not there yet"));
        try (ScratchFile file = scratch.newFile("a test", 10)) {
            file.append(new byte[10], 0, 10);
            assertEquals(List.of(), names(directory.resolve("not there yet")));
            assertEquals(1, scratch.openFiles());
        }
        assertEquals(0, scratch.openFiles());
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws IOException {
        Files.createFile(directory.resolve("daypack-spill-of-a-killed-process"));
        Files.createFile(directory.resolve("daypack-spool-of-another-kind"));
        Files.createFile(directory.resolve("of somebody else"));
        Files.createDirectory(directory.resolve("daypack-spill-directory"));

        new Scratch(directory).newFile("a test", 0).close();

        assertEquals(
                List.of("daypack-spill-directory", "daypack-spool-of-another-kind", "of somebody else"),
                names(directory));
    }

    @Test
    void aFileForWhichThereIsNoRoomIsRefusedWithTheArithmetic() {
        Scratch scratch = new Scratch(new MemoryDisk(1000, Long.MAX_VALUE));
        ScratchFile first = scratch.newFile("the keys of a.parquet", 600);
        first.append(new byte[100], 0, 100);

        ScratchException refused = assertThrows(ScratchException.class, () -> scratch.newFile("the rest", 401));

        assertEquals(
                "the rest needs 401 bytes of scratch space, and /scratch has 900 to spare, of which 500 are promised"
                        + " to other spills; make room there, set scratch to a directory on a larger disk, or raise"
                        + " memory",
                refused.getMessage());
        ScratchFile second = scratch.newFile("the rest", 400);
        first.close();
        second.close();
        scratch.newFile("all of it", 1000).close();
        assertEquals(0, scratch.openFiles());
    }

    @Test
    void aDiskThatRunsFullIsSaidSo() {
        MemoryDisk disk = new MemoryDisk(1000, 1);
        Scratch scratch = new Scratch(disk);
        try (ScratchFile file = scratch.newFile("the keys of a.parquet", 20)) {
            file.append(new byte[10], 0, 10);
            ScratchException full = assertThrows(ScratchException.class, () -> file.append(new byte[10], 0, 10));
            assertTrue(
                    full.getMessage()
                            .startsWith("writing 10 bytes at 10 for the keys of a.parquet failed in /scratch:"
                                    + " IOException: No space left on device; "),
                    full.getMessage());
        }
        assertEquals(0, disk.usedBytes());
        assertEquals(0, scratch.openFiles());
        scratch.newFile("all of it", 1000).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaidSo() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Scratch scratch = new Scratch(file.resolve("below"));

        ScratchException failure = assertThrows(ScratchException.class, () -> scratch.newFile("a test", 1));

        assertTrue(failure.getMessage().contains(file.resolve("below").toString()), failure.getMessage());
        assertEquals(0, scratch.openFiles());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
