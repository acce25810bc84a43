package dev.daypack.roundtrip;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.ParquetJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * One round trip: parts of generated records, written by parquet-java, packed by the engine, read by parquet-java and
 * compared with what was generated, in the order that the keys ask for.
 *
 * @param seed of the values
 * @param schema of all parts, with the sort column somewhere
 * @param legs the parts in order of rank
 * @param packer cut small, so that outputs have several row groups and pages
 */
record Trip(long seed, MessageType schema, List<Leg> legs, RecordMaker.Occurrences occurrences, LocalPacker packer) {

    private static final long AMPLE_MEMORY_BYTES = 256 << 20;

    /** No room for readers between row groups. */
    private static final long TINY_MEMORY_BYTES = 512 << 10;

    /** One part. */
    record Leg(Form form, int rows) {}

    /** Legs and cuts by chance; the form of the first part goes by the seed, so that seeds in a row have all forms. */
    static Trip of(long seed, MessageType schema, RecordMaker.Occurrences occurrences, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Leg> legs = new ArrayList<>();
        legs.add(new Leg(Form.of(seed, random), rows(random, rows)));
        for (int i = random.nextInt(3); i > 0; i--) {
            legs.add(new Leg(Form.of(random.nextInt(Form.COMBINATIONS), random), rows(random, rows)));
        }
        LocalPacker packer = Trips.packer(1 + random.nextInt(2 * rows), 1 + random.nextInt(40))
                .memoryBytes(seed % 2 == 0 ? AMPLE_MEMORY_BYTES : TINY_MEMORY_BYTES);
        return new Trip(seed, schema, legs, occurrences, packer);
    }

    /** None and one are as likely as few and many. */
    private static int rows(SplittableRandom random, int most) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(2);
            case 1, 2 -> 2 + random.nextInt(8);
            default -> 1 + random.nextInt(most);
        };
    }

    /** Leaves that make this trip, in so many parts; the sort column apart. */
    int cases() {
        return (schema.getColumns().size() - 1) * legs.size();
    }

    /** The same trip of the sort column and one other. */
    Trip only(String column) {
        List<Type> fields = schema.getFields().stream()
                .filter(field -> field.getName().equals(RecordMaker.KEY)
                        || field.getName().equals(column))
                .toList();
        return new Trip(seed, new MessageType(schema.getName(), fields), legs, occurrences, packer);
    }

    /** Makes the trip; the directory is left as it was. */
    void make(Path directory) {
        List<Path> parts = new ArrayList<>();
        Path output = directory.resolve("out.parquet");
        try {
            Expectation expected = new Expectation();
            for (int rank = 0; rank < legs.size(); rank++) {
                Path part = directory.resolve("part-%03d.parquet".formatted(rank));
                parts.add(part);
                expected.add(write(rank, schema, part));
            }
            packer.pack(parts, output);
            expected.check(parts.get(0), output);
        } finally {
            parts.forEach(Trip::delete);
            delete(output);
        }
    }

    /** Writes the part of a rank, with a schema that may be another than the trip's, and returns its rows. */
    List<Group> write(int rank, MessageType columns, Path part) {
        Form form = legs.get(rank).form();
        RecordMaker maker = new RecordMaker(columns, seed * 1_000 + rank, form.isExact(), occurrences);
        List<Group> rows = maker.records(legs.get(rank).rows());
        form.writer(columns).writeGroups(part, rows);
        Expectation.compare(rows, ParquetJava.groups(part), "parquet-java's own part " + rank);
        return rows;
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "trip " + seed + " of " + legs + ", cut " + packer.settings();
    }
}
