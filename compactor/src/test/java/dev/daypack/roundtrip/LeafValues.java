package dev.daypack.roundtrip;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.parquet.schema.PrimitiveType;

/** The values of one leaf in one part, one after the other. */
final class LeafValues {

    /** How the values of a leaf follow on each other. */
    enum Pattern {
        EDGES,
        FEW,
        EQUAL,
        ASCENDING,
        RANDOM
    }

    private static final int FEW = 5;

    private final Supplier<Object> next;

    private LeafValues(Supplier<Object> next) {
        this.next = next;
    }

    /** @param isExact see {@link Domain#of} */
    static LeafValues of(PrimitiveType type, boolean isExact, SplittableRandom random) {
        Domain domain = Domain.of(type, isExact);
        Object[] few = new Object[FEW];
        for (int i = 0; i < FEW; i++) {
            few[i] = random.nextBoolean() ? domain.edge(random) : domain.any(random);
        }
        long[] place = {random.nextInt(1_000)};
        return new LeafValues(
                switch (Pattern.values()[random.nextInt(Pattern.values().length)]) {
                    case EDGES -> () -> domain.edge(random);
                    case FEW -> () -> few[random.nextInt(FEW)];
                    case EQUAL -> () -> few[0];
                    case ASCENDING -> () -> domain.at(place[0]++);
                    case RANDOM -> () -> domain.any(random);
                });
    }

    /** Keys of an INT64 sort column, in order or not, with ties inside a part and between parts. */
    static LeafValues keys(SplittableRandom random) {
        long start = 1_700_000_000_000L + random.nextInt(40);
        long[] last = {start};
        return new LeafValues(
                switch (random.nextInt(5)) {
                    case 0 -> () -> start;
                    case 1 -> () -> start + random.nextInt(60);
                    case 2 -> () -> random.nextInt(30) == 0 ? last[0] - 5 : (last[0] += random.nextInt(3));
                    case 3 -> () -> random.nextInt(20) == 0 ? extreme(random) : (last[0] += random.nextInt(3));
                    default -> () -> last[0] += random.nextInt(3);
                });
    }

    private static Object extreme(SplittableRandom random) {
        return random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    Object next() {
        return next.get();
    }
}
