package dev.daypack.fuzz;

import com.sun.management.OperatingSystemMXBean;
import dev.daypack.compact.LocalPacker;
import dev.daypack.compact.TableMerge;
import dev.daypack.input.NullKeys;
import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.Scratch;
import dev.daypack.sweep.EngineProcess;
import dev.daypack.sweep.Lines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.format.Util;

/**
 * The program of the JVM that mutants are packed in. A request is a seed and how many of its changes are made at most;
 * the answer an outcome, the mutant in words, and what belongs to the outcome. It works in the present directory, where
 * the files of the last mutant that was packed otherwise than the good file stay.
 */
final class FuzzProcess {

    /** The rows and columns of the good file. */
    static final String SAME = "same";

    /** Then: why. */
    static final String REFUSED = "refused";

    /** Then: why. It may be a good file for a larger memory. */
    static final String TOO_LARGE = "too large";

    /** Then: the order, the output, the inputs. Other readers have to tell whether it is right. */
    static final String CHANGED = "changed";

    /** Then: what must not happen. */
    static final String WRONG = "wrong";

    private static final String MUTANT = "mutant.parquet";
    private static final String NEIGHBOUR = "a-neighbour.parquet";
    private static final long MEMORY_BYTES = 48 << 20;
    private static final int TRACE_LINES = 12;

    /** Of processors, since a busy machine may let a mutant wait; a slow one works longer at it, too. */
    private static final double MOST_SECONDS = 20;

    /** What was packed, as far as rows and columns go. */
    private record Packed(byte[] bytes, long rows, Map<String, Long> digests) {

        boolean isLike(Packed other) {
            return Arrays.equals(bytes, other.bytes) || hasRowsOf(other);
        }

        /** What else the footer says may differ. */
        private boolean hasRowsOf(Packed other) {
            return rows == other.rows && digests.equals(other.digests) && schema().equals(other.schema());
        }

        private String schema() {
            int end = bytes.length - 8;
            int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
            try {
                return Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length))
                        .getSchema()
                        .toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final OperatingSystemMXBean processor = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Mutator mutator;
    private final Map<String, Packed> good = new HashMap<>();

    private FuzzProcess(Mutator mutator) {
        this.mutator = mutator;
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        FuzzProcess process =
                new FuzzProcess(new Mutator(Goldens.make(Path.of("").toAbsolutePath())));
        Lines.serve(process::answer);
    }

    private List<String> answer(List<String> request) {
        Mutant mutant = mutator.mutant(Long.parseLong(request.get(0)), Integer.parseInt(request.get(1)));
        long startNanos = processor.getProcessCpuTime();
        List<String> answer = judged(mutant);
        double seconds = (processor.getProcessCpuTime() - startNanos) / 1e9;
        if (seconds > MOST_SECONDS) {
            answer = new ArrayList<>(List.of(WRONG, seconds + " s of work; then " + answer));
        }
        if (answer.get(0).equals(WRONG)) {
            keep(mutant);
        }
        answer.add(1, mutant.toString());
        return answer;
    }

    private static String keep(Mutant mutant) {
        try {
            return Files.write(Path.of(MUTANT).toAbsolutePath(), mutant.bytes()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> judged(Mutant mutant) {
        List<String> answer = new ArrayList<>();
        try {
            Packed packed = pack(mutant.golden(), mutant.hasNeighbour(), mutant.bytes());
            String key = mutant.golden().name() + mutant.hasNeighbour();
            Packed expected = good.computeIfAbsent(
                    key,
                    name -> pack(
                            mutant.golden(),
                            mutant.hasNeighbour(),
                            mutant.golden().bytes()));
            if (packed.isLike(expected)) {
                answer.add(SAME);
            } else if (mutant.isBelied()) {
                answer.addAll(List.of(WRONG, "packed against its checksum"));
            } else {
                answer.addAll(kept(mutant, packed));
            }
        } catch (PartRejectedException e) {
            boolean isNamed = e.getMessage().contains(MUTANT);
            answer.addAll(List.of(isNamed ? REFUSED : WRONG, e.reason().code() + " " + e.getMessage()));
        } catch (MemoryExceededException e) {
            answer.addAll(List.of(TOO_LARGE, e.getMessage()));
        } catch (RuntimeException | Error e) {
            answer.addAll(List.of(WRONG, described(e)));
        }
        return answer;
    }

    private static Packed pack(Golden golden, boolean hasNeighbour, byte[] bytes) {
        List<Part> parts = new ArrayList<>();
        if (hasNeighbour) {
            parts.add(part(NEIGHBOUR, golden.neighbour()));
        }
        parts.add(part(MUTANT, bytes));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableMerge.Result result = LocalPacker.usual()
                .threads(1)
                .memoryBytes(MEMORY_BYTES)
                .scratch(new Scratch(Path.of("").toAbsolutePath()))
                .cut(50, 20)
                .seqColumn(EngineProcess.SEQ)
                .order(SortOrder.of(golden.orderBy(), NullKeys.LAST))
                .packAsPlanned(parts, out::write);
        return new Packed(
                out.toByteArray(),
                result.proven().proof().rows(),
                new TreeMap<>(result.proven().proof().digests()));
    }

    private static Part part(String name, byte[] bytes) {
        return new Part(
                name,
                bytes.length,
                (offset, into, at, length) -> System.arraycopy(bytes, Math.toIntExact(offset), into, at, length));
    }

    private static List<String> kept(Mutant mutant, Packed packed) {
        try {
            List<String> answer =
                    new ArrayList<>(List.of(CHANGED, mutant.golden().orderBy()));
            answer.add(Files.write(Path.of("out.parquet").toAbsolutePath(), packed.bytes())
                    .toString());
            if (mutant.hasNeighbour()) {
                Path neighbour = Path.of(NEIGHBOUR).toAbsolutePath();
                answer.add(Files.write(neighbour, mutant.golden().neighbour()).toString());
            }
            answer.add(keep(mutant));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String described(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        Stream.of(failure.getStackTrace())
                .limit(TRACE_LINES)
                .forEach(frame -> text.append("\n  at ").append(frame));
        return text.toString();
    }
}
