package dev.daypack.roundtrip;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The values that a leaf of a schema can have, by its physical type and annotation: {@link Boolean}, {@link Integer},
 * {@link Long}, {@link Float}, {@link Double} or {@link org.apache.parquet.io.api.Binary}. Chance comes from the
 * caller.
 */
interface Domain {

    /** One of those values that break things: the smallest, the largest, NaN, the empty one, the long one. */
    Object edge(SplittableRandom random);

    /** Any value. */
    Object any(SplittableRandom random);

    /** The value of a place, from 0, in an ascending row of values, which stays at the last value when it ends. */
    Object at(long place);

    /** @param isExact whether the writer keeps the bits of every NaN; parquet-java's dictionaries do not */
    static Domain of(PrimitiveType type, boolean isExact) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return ofDecimal(type, BigInteger.TEN.pow(decimal.getPrecision()).subtract(BigInteger.ONE));
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new Booleans();
            case INT32, INT64 -> ofInteger(type.getPrimitiveTypeName(), annotation);
            case FLOAT -> new Floats(isExact);
            case DOUBLE -> new Doubles(isExact);
            case INT96 -> Bytes.fixed(12);
            case FIXED_LEN_BYTE_ARRAY -> Bytes.fixed(type.getTypeLength());
            case BINARY -> Bytes.of(annotation);
        };
    }

    private static Domain ofDecimal(PrimitiveType type, BigInteger limit) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32, INT64 ->
                new Integers(
                        -limit.longValueExact(),
                        limit.longValueExact(),
                        type.getPrimitiveTypeName() == PrimitiveTypeName.INT32);
            case FIXED_LEN_BYTE_ARRAY -> new Decimals(limit, type.getTypeLength());
            default -> new Decimals(limit, 0);
        };
    }

    private static Domain ofInteger(PrimitiveTypeName type, LogicalTypeAnnotation annotation) {
        boolean is32 = type == PrimitiveTypeName.INT32;
        if (annotation instanceof IntLogicalTypeAnnotation integer && integer.getBitWidth() < 32) {
            long range = 1L << integer.getBitWidth();
            return integer.isSigned()
                    ? new Integers(-range / 2, range / 2 - 1, true)
                    : new Integers(0, range - 1, true);
        }
        if (annotation instanceof TimeLogicalTypeAnnotation time) {
            long perSecond = switch (time.getUnit()) {
                case MILLIS -> 1_000;
                case MICROS -> 1_000_000;
                case NANOS -> 1_000_000_000;
            };
            return new Integers(0, 86_400 * perSecond - 1, is32);
        }
        if (annotation instanceof DateLogicalTypeAnnotation) {
            return new Integers(-700_000, 2_900_000, true);
        }
        return is32
                ? new Integers(Integer.MIN_VALUE, Integer.MAX_VALUE, true)
                : new Integers(Long.MIN_VALUE, Long.MAX_VALUE, false);
    }

    /** Both booleans. */
    record Booleans() implements Domain {

        @Override
        public Object edge(SplittableRandom random) {
            return random.nextInt(8) == 0;
        }

        @Override
        public Object any(SplittableRandom random) {
            return random.nextBoolean();
        }

        @Override
        public Object at(long place) {
            return place > 20;
        }
    }

    /** INT32 or INT64 between two bounds, both of them included. */
    record Integers(long minimum, long maximum, boolean is32) implements Domain {

        @Override
        public Object edge(SplittableRandom random) {
            long[] edges = {minimum, maximum, minimum + 1, maximum - 1, 0, 1, 127, Math.max(minimum, -1)};
            return boxed(edges[random.nextInt(edges.length)]);
        }

        @Override
        public Object any(SplittableRandom random) {
            long value = random.nextLong() >> random.nextInt(64);
            boolean isWithin = value >= minimum && value <= maximum;
            return boxed(isWithin ? value : minimum + Long.remainderUnsigned(value, maximum - minimum));
        }

        @Override
        public Object at(long place) {
            long start = minimum / 2 + maximum / 2;
            return boxed(Math.min(start + place * 3 + place % 3, maximum));
        }

        private Object boxed(long value) {
            return is32 ? (Object) Math.toIntExact(value) : (Object) value;
        }
    }

    /** FLOAT, with NaNs that carry a payload if the writer keeps them. */
    record Floats(boolean isExact) implements Domain {

        private static final int[] EDGES = {
            0x7fc0_0001, 0xffc0_0000, 0x7f80_0001, 0, 0x8000_0000, 0x7f80_0000, 0xff80_0000, 1, 0x7f7f_ffff, 0xff7f_ffff
        };

        @Override
        public Object edge(SplittableRandom random) {
            return boxed(EDGES[random.nextInt(EDGES.length)]);
        }

        @Override
        public Object any(SplittableRandom random) {
            return random.nextBoolean() ? boxed(random.nextInt()) : (Object) (random.nextInt(4_000) / 16f);
        }

        @Override
        public Object at(long place) {
            return place / 8f;
        }

        private Object boxed(int bits) {
            float value = Float.intBitsToFloat(bits);
            return Float.isNaN(value) && !isExact ? Float.NaN : value;
        }
    }

    /** DOUBLE, with NaNs that carry a payload if the writer keeps them. */
    record Doubles(boolean isExact) implements Domain {

        private static final long[] EDGES = {
            0x7ff8_0000_0000_0001L,
            0xfff8_0000_0000_0000L,
            0x7ff0_0000_0000_0001L,
            0x7ff8_dead_beef_cafeL,
            0,
            Long.MIN_VALUE,
            0x7ff0_0000_0000_0000L,
            0xfff0_0000_0000_0000L,
            1,
            0x7fef_ffff_ffff_ffffL
        };

        @Override
        public Object edge(SplittableRandom random) {
            return boxed(EDGES[random.nextInt(EDGES.length)]);
        }

        @Override
        public Object any(SplittableRandom random) {
            return random.nextBoolean() ? boxed(random.nextLong()) : (Object) (random.nextInt(400_000) / 100.0);
        }

        @Override
        public Object at(long place) {
            return 67_000 + place * 0.25;
        }

        private Object boxed(long bits) {
            double value = Double.longBitsToDouble(bits);
            return Double.isNaN(value) && !isExact ? Double.NaN : value;
        }
    }
}
