package dev.daypack.app;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the process as a whole holds when the launcher starts it: peak resident memory follows the setting, on parts
 * that would need more than it if they were held, and the bytes written are the same. Read from {@code /proc} while
 * the process lives; the peak only grows, so the last look has it but for the last milliseconds.
 */
@Timeout(600)
class MemoryContractIT {

    private static final Path SCRIPT = Path.of(System.getProperty("daypack.launcher"));
    private static final Path JAR = Path.of(System.getProperty("daypack.jar"));

    /**
     * Mebibytes that a process may hold beyond the setting: the heap that the launcher adds, the JVM's own code,
     * classes and compiler, and some slack.
     */
    private static final int BEYOND_MIB = 140;

    /** A smaller setting gets the heap of this. */
    private static final int LEAST_MIB = 128;

    private static final long SEED = 20_261_121;

    @TempDir
    private static Path installed;

    @TempDir
    private Path directory;

    private final List<String> command = new ArrayList<>();
    private long peakMebibytes;

    @BeforeAll
    static void install() throws IOException {
        Files.copy(SCRIPT, installed.resolve("daypack"));
        Files.copy(JAR, installed.resolve("daypack.jar"));
    }

    @Test
    void partsThatAllSpanTheDay() throws IOException, InterruptedException {
        PrimitiveType[] columns = IntStream.range(0, 15)
                .mapToObj(i -> PartWriter.required(INT64, i == 0 ? "ts_event" : "c" + i))
                .toArray(PrimitiveType[]::new);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Object[]> rows = new ArrayList<>();
        for (long row = 0; row < 2_000; row++) {
            Object[] values = new Object[15];
            for (int i = 0; i < 15; i++) {
                values[i] = i == 0 ? row : i < 4 ? random.nextLong() : random.nextLong(1L << (3 * i));
            }
            rows.add(values);
        }
        Path first = PartWriter.of(columns).write(directory.resolve("0.parquet"), rows);
        List<Path> parts = new ArrayList<>(List.of(first));
        for (int i = 1; i < 300; i++) {
            parts.add(Files.copy(first, directory.resolve(i + ".parquet")));
        }
        assertKeepsTheContract(parts);
    }

    @Test
    void aPartThatIsNotInOrder() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Object[]> rows = new ArrayList<>();
        for (long row = 0; row < 1_000_000; row++) {
            rows.add(PartWriter.row(random.nextLong(1L << 40), row));
        }
        Path part = PartWriter.of(PartWriter.required(INT64, "ts_event"), PartWriter.required(INT64, "n"))
                .write(directory.resolve("unsorted.parquet"), rows);
        assertKeepsTheContract(List.of(part));
    }

    @Test
    void aPageOfManyMegabytes() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Object[]> rows = new ArrayList<>();
        for (long row = 0; row < 60_000; row++) {
            byte[] value = new byte[600];
            random.nextBytes(value);
            rows.add(PartWriter.row(row, value));
        }
        Path part = PartWriter.of(PartWriter.required(INT64, "ts_event"), PartWriter.required(BINARY, "v"))
                .dictionary(false)
                .pages(256 << 20, Integer.MAX_VALUE)
                .write(directory.resolve("page.parquet"), rows);
        assertKeepsTheContract(List.of(part));
    }

    private void assertKeepsTheContract(List<Path> parts) throws IOException, InterruptedException {
        Path little = merge(parts, 96);
        Path much = merge(parts, 256);
        assertEquals(-1, Files.mismatch(little, much), "the memory decides what is written");
    }

    /** Merges as an installation does, and holds the process to the contract. */
    private Path merge(List<Path> parts, int memoryMebibytes) throws IOException, InterruptedException {
        Path output = directory.resolve("out-" + memoryMebibytes + ".parquet");
        command.clear();
        command.addAll(List.of("sh", installed.resolve("daypack").toString(), "merge"));
        command.addAll(List.of("--memory", memoryMebibytes + "MiB", "--output", output.toString()));
        parts.forEach(part -> command.add(part.toString()));
        int code = run();
        String said = Files.readString(directory.resolve("said"), StandardCharsets.UTF_8);
        assertEquals(0, code, said);
        long limit = Math.max(memoryMebibytes, LEAST_MIB) + BEYOND_MIB;
        assertTrue(
                peakMebibytes > 0 && peakMebibytes <= limit,
                () -> "peak resident memory " + peakMebibytes + " MiB, where " + limit + " are allowed; " + said);
        return output;
    }

    private int run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYPACK_") || name.startsWith("S3_"));
        builder.environment().put("DAYPACK_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            peakMebibytes = 0;
            // The script becomes the JVM, so the number of the process stays.
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            while (!process.waitFor(2, TimeUnit.MILLISECONDS)) {
                peakMebibytes = Math.max(peakMebibytes, peak(status));
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The highest resident memory so far, in MiB; 0 when the process is gone. */
    private static long peak(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
