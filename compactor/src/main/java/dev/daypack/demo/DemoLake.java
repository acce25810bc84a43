package dev.daypack.demo;

import dev.daypack.discover.PartitionDay;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link RawLake} put where: enough for the demo to narrate and for tests to check the outcome.
 *
 * @param root directory that serves as the raw store
 * @param days oldest first
 * @param degradedDay the day whose quality windows add up to DEGRADED
 * @param parts every part, the late one included, ordered by key
 */
public record DemoLake(Path root, List<LocalDate> days, LocalDate degradedDay, List<Part> parts) {

    /** What is special about a part. */
    public enum Kind {
        /** Rows in order of {@code ts_event}, readable, delivered in time. */
        ORDERLY,
        /** Its rows stand in no order. */
        UNSORTED,
        /** The footer is intact, the bytes of one page in the middle are not. */
        CORRUPT,
        /** Held back until {@link RawLake#deliverLatePart()}. */
        LATE
    }

    /**
     * One raw part.
     *
     * @param partitionDay where it belongs
     * @param key relative to the root
     * @param rows as its footer says
     * @param bytes length of the file
     */
    public record Part(PartitionDay partitionDay, String key, long rows, long bytes, Kind kind) {}

    public DemoLake {
        days = List.copyOf(days);
        parts = List.copyOf(parts);
    }

    /** The one part that is not in order. */
    public Part unsorted() {
        return the(Kind.UNSORTED);
    }

    /** The one part that cannot be read. */
    public Part corrupt() {
        return the(Kind.CORRUPT);
    }

    /** The one part that comes late. */
    public Part late() {
        return the(Kind.LATE);
    }

    /** Parts that are there before the late one is delivered. */
    public List<Part> delivered() {
        return parts.stream().filter(part -> part.kind() != Kind.LATE).toList();
    }

    /** Rows of each partition-day before the late part is delivered, those of the corrupt part included. */
    public SortedMap<PartitionDay, Long> rowsByPartitionDay() {
        SortedMap<PartitionDay, Long> rows = new TreeMap<>();
        delivered().forEach(part -> rows.merge(part.partitionDay(), part.rows(), Long::sum));
        return rows;
    }

    /** Rows delivered, those of the corrupt part included. */
    public long rows() {
        return delivered().stream().mapToLong(Part::rows).sum();
    }

    /** Bytes of the parts delivered. */
    public long bytes() {
        return delivered().stream().mapToLong(Part::bytes).sum();
    }

    private Part the(Kind kind) {
        return parts.stream().filter(part -> part.kind() == kind).findFirst().orElseThrow();
    }
}
