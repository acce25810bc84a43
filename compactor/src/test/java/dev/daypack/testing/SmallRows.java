package dev.daypack.testing;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Schemas and rows of {@link SmallLakes}: a key column of a drawn type among columns of every flat type. */
final class SmallRows {

    static final String KEY = "ts_event";

    private static final int FIXED_BYTES = 5;

    /** The key column's type, and how keys near 0 are spread over it without changing their order. */
    private enum Key {
        MILLIS(1_767_755_367_000L, 1),
        NANOS(1_767_755_367_000_000_000L, 1_000_000),
        AROUND_ZERO(-1_500, 1),
        FROM_MIN(Long.MIN_VALUE, 1),
        TO_MAX(Long.MAX_VALUE - 1_000_000, 1),
        UNSIGNED(Long.MAX_VALUE - 1_500, 1),
        TIMESTAMP_MICROS(1_767_755_367_000_000L, 1_000),
        INT(-1_500, 1),
        UNSIGNED_INT(Integer.MAX_VALUE - 1_500L, 1),
        DATE(20_000, 1);

        private final long first;
        private final long step;

        Key(long first, long step) {
            this.first = first;
            this.step = step;
        }

        private Object value(long key) {
            long value = first + key * step;
            boolean narrow = this == INT || this == UNSIGNED_INT || this == DATE;
            return narrow ? (Object) (int) value : value;
        }

        private PrimitiveType column(Repetition repetition) {
            return switch (this) {
                case UNSIGNED -> PartWriter.column(INT64, repetition, 0, intType(64, false), KEY);
                case TIMESTAMP_MICROS ->
                    PartWriter.column(INT64, repetition, 0, timestampType(true, TimeUnit.MICROS), KEY);
                case INT -> PartWriter.column(INT32, repetition, 0, null, KEY);
                case UNSIGNED_INT -> PartWriter.column(INT32, repetition, 0, intType(32, false), KEY);
                case DATE -> PartWriter.column(INT32, repetition, 0, dateType(), KEY);
                default -> PartWriter.column(INT64, repetition, 0, null, KEY);
            };
        }
    }

    private final SplittableRandom random;
    private final Key key;
    private final double nullShare;
    private final int distinct;
    private final MessageType schema;

    SmallRows(SplittableRandom random) {
        this.random = random;
        key = Key.values()[random.nextInt(Key.values().length)];
        nullShare = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        distinct = 1 << random.nextInt(14);
        schema = drawSchema();
    }

    /** The columns of the lake. */
    MessageType schema() {
        return schema;
    }

    private MessageType drawSchema() {
        List<Type> columns = new ArrayList<>(List.of(
                PartWriter.optional(INT64, "ts_recv"),
                PartWriter.optional(BINARY, stringType(), "symbol"),
                PartWriter.optional(INT32, intType(8, true), "side"),
                PartWriter.optional(DOUBLE, "price"),
                PartWriter.required(DOUBLE, "qty"),
                PartWriter.optional(FLOAT, "ratio"),
                PartWriter.optional(BOOLEAN, "maker"),
                PartWriter.required(BOOLEAN, "last"),
                PartWriter.required(BINARY, stringType(), "trade_id"),
                PartWriter.optional(BINARY, "raw"),
                PartWriter.fixed(Repetition.OPTIONAL, FIXED_BYTES, "fixed"),
                PartWriter.optional(INT32, "count")));
        Collections.shuffle(columns, new Random(random.nextLong()));
        List<Type> chosen = new ArrayList<>(columns.subList(0, random.nextInt(columns.size() + 1)));
        Repetition repetition = random.nextBoolean() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        chosen.add(random.nextInt(chosen.size() + 1), key.column(repetition));
        return new MessageType("schema", chosen);
    }

    /** Rows with these keys in this order, their values in the order of {@code columns}. */
    List<Object[]> make(long[] keys, MessageType columns) {
        List<Object[]> rows = new ArrayList<>(keys.length);
        for (long at : keys) {
            Object[] row = new Object[columns.getFieldCount()];
            for (int column = 0; column < row.length; column++) {
                PrimitiveType type = columns.getType(column).asPrimitiveType();
                row[column] = type.getName().equals(KEY) ? key.value(at) : value(type);
            }
            rows.add(row);
        }
        return rows;
    }

    private Object value(PrimitiveType type) {
        if (type.isRepetition(Repetition.OPTIONAL) && random.nextDouble() < nullShare) {
            return null;
        }
        int pick = random.nextInt(distinct);
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> (pick & 1) == 0;
            case INT32 -> type.getLogicalTypeAnnotation() == null ? pick * 0x9E3779B9 : (int) (byte) pick;
            case INT64 -> pick * 0x9E3779B97F4A7C15L;
            case FLOAT -> (float) floating(pick);
            case DOUBLE -> floating(pick);
            case FIXED_LEN_BYTE_ARRAY -> new byte[] {1, (byte) pick, (byte) (pick >> 8), 0, -1};
            default -> type.getLogicalTypeAnnotation() == null ? bytes(pick) : text(pick);
        };
    }

    private static double floating(int pick) {
        return switch (pick) {
            case 3 -> Double.NaN;
            case 5 -> -0.0;
            case 6 -> 0.0;
            case 7 -> Double.NEGATIVE_INFINITY;
            case 9 -> Double.MIN_VALUE;
            default -> (pick - 4_000) / 100.0;
        };
    }

    private static String text(int pick) {
        return switch (pick) {
            case 0 -> "";
            case 1 -> "\u0000\u001b[31m\n";
            case 2 -> "\u00e9\u20ac\ud83d\ude00";
            case 4 -> "long ".repeat(300);
            default -> "id-" + pick;
        };
    }

    private static byte[] bytes(int pick) {
        byte[] value = new byte[pick % 40];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (pick * 31 + i * 17);
        }
        return value;
    }

    @Override
    public String toString() {
        return "key %s, %d other columns, %.0f%% nulls".formatted(key, schema.getFieldCount() - 1, 100 * nullShare);
    }
}
