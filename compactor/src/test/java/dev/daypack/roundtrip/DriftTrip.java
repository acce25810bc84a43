package dev.daypack.roundtrip;

import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;

/**
 * One round trip of parts whose schemas differ but go together.
 *
 * @param trip what the widest part would be
 */
record DriftTrip(Trip trip) {

    static DriftTrip of(long seed, MessageType schema, int mostRows) {
        Trip trip = Trip.of(seed, schema, RecordMaker.Occurrences::any, mostRows);
        SplittableRandom random = new SplittableRandom(seed);
        List<Trip.Leg> legs = new ArrayList<>(trip.legs());
        while (legs.size() < 2 + random.nextInt(3)) {
            legs.add(new Trip.Leg(Form.of(random.nextInt(Form.COMBINATIONS), random), random.nextInt(mostRows)));
        }
        return new DriftTrip(new Trip(seed, schema, legs, trip.occurrences(), trip.packer()));
    }

    /** The schemas of the parts; one of them, whichever, is the whole. */
    List<MessageType> schemas() {
        int parts = trip.legs().size();
        int whole = new SplittableRandom(trip.seed()).nextInt(parts);
        return IntStream.range(0, parts)
                .mapToObj(rank ->
                        rank == whole ? trip.schema() : new Narrowing(trip.seed() * 10 + rank).of(trip.schema()))
                .toList();
    }

    /** Makes the trip; the directory is left as it was. */
    void make(Path directory) {
        List<MessageType> schemas = schemas();
        MessageType united = Union.of(schemas);
        List<Path> parts = new ArrayList<>();
        Path output = directory.resolve("out.parquet");
        Path empty = directory.resolve("united.parquet");
        try {
            Expectation expected = new Expectation();
            for (int rank = 0; rank < schemas.size(); rank++) {
                Path part = directory.resolve("part-%03d.parquet".formatted(rank));
                parts.add(part);
                List<Group> rows = trip.write(rank, schemas.get(rank), part);
                expected.add(
                        rows.stream().map(row -> Union.converted(row, united)).toList());
            }
            PartWriter.of(united).writeGroups(empty, List.of());
            trip.packer().pack(parts, output);
            expected.check(empty, output);
        } finally {
            parts.forEach(Trip::delete);
            Trip.delete(output);
            Trip.delete(empty);
        }
    }
}
