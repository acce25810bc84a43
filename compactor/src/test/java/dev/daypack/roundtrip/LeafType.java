package dev.daypack.roundtrip;

import static org.apache.parquet.schema.LogicalTypeAnnotation.bsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.enumType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.geographyType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.geometryType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intervalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.unknownType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import dev.daypack.testing.PartWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The type of a leaf: a physical type with an annotation, or without. {@link #ALL} has each that there is.
 *
 * @param label short and unique
 * @param lengthBytes of a FIXED_LEN_BYTE_ARRAY, else 0
 * @param annotation null for none
 */
record LeafType(String label, PrimitiveTypeName type, int lengthBytes, LogicalTypeAnnotation annotation) {

    static final List<LeafType> ALL = all();

    /** With some that tell nothing more by themselves, but go together with others. */
    private static final List<LeafType> EVERY = every();

    /** The type of that label. */
    static LeafType labelled(String label) {
        return EVERY.stream()
                .filter(type -> type.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }

    /** The type that a leaf has. */
    static LeafType of(PrimitiveType leaf) {
        return EVERY.stream()
                .filter(type -> type.type() == leaf.getPrimitiveTypeName()
                        && type.lengthBytes() == leaf.getTypeLength()
                        && Objects.equals(type.annotation(), leaf.getLogicalTypeAnnotation()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(leaf.toString()));
    }

    /** A leaf of this type. */
    PrimitiveType leaf(Repetition repetition, String name) {
        return PartWriter.column(type, repetition, lengthBytes, annotation, name);
    }

    /** Whether there are no values of this type but null. */
    boolean isAlwaysNull() {
        return unknownType().equals(annotation);
    }

    private static List<LeafType> every() {
        List<LeafType> types = new ArrayList<>(ALL);
        add(types, "decimal9_int32_of6", INT32, 0, decimalType(6, 9));
        add(types, "decimal12_int64", INT64, 0, decimalType(6, 12));
        add(types, "decimal20_fixed16", FIXED_LEN_BYTE_ARRAY, 16, decimalType(10, 20));
        add(types, "decimal12_binary", BINARY, 0, decimalType(4, 12));
        return List.copyOf(types);
    }

    private static List<LeafType> all() {
        List<LeafType> types = new ArrayList<>();
        addPhysical(types);
        addDecimals(types);
        addNumbers(types);
        addTimes(types);
        addBytes(types);
        return List.copyOf(types);
    }

    private static void add(
            List<LeafType> types, String label, PrimitiveTypeName type, int lengthBytes, LogicalTypeAnnotation as) {
        types.add(new LeafType(label, type, lengthBytes, as));
    }

    private static void addPhysical(List<LeafType> types) {
        for (PrimitiveTypeName type : List.of(BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, BINARY)) {
            add(types, type.name(), type, 0, null);
        }
        for (int lengthBytes : new int[] {1, 7, 300}) {
            add(types, "fixed" + lengthBytes, FIXED_LEN_BYTE_ARRAY, lengthBytes, null);
        }
    }

    private static void addDecimals(List<LeafType> types) {
        add(types, "decimal9_int32", INT32, 0, decimalType(2, 9));
        add(types, "decimal18_int64", INT64, 0, decimalType(6, 18));
        add(types, "decimal5_fixed3", FIXED_LEN_BYTE_ARRAY, 3, decimalType(5, 5));
        add(types, "decimal38_fixed16", FIXED_LEN_BYTE_ARRAY, 16, decimalType(10, 38));
        add(types, "decimal76_fixed32", FIXED_LEN_BYTE_ARRAY, 32, decimalType(0, 76));
        add(types, "decimal30_binary", BINARY, 0, decimalType(4, 30));
    }

    private static void addNumbers(List<LeafType> types) {
        for (boolean isSigned : new boolean[] {true, false}) {
            for (int bits : new int[] {8, 16, 32, 64}) {
                add(types, (isSigned ? "int" : "uint") + bits, bits == 64 ? INT64 : INT32, 0, intType(bits, isSigned));
            }
        }
        add(types, "float16", FIXED_LEN_BYTE_ARRAY, 2, float16Type());
    }

    private static void addTimes(List<LeafType> types) {
        add(types, "date", INT32, 0, dateType());
        add(types, "interval", FIXED_LEN_BYTE_ARRAY, 12, intervalType());
        for (boolean isUtc : new boolean[] {true, false}) {
            for (TimeUnit unit : TimeUnit.values()) {
                String label = unit + (isUtc ? "_utc" : "_local");
                add(types, "time_" + label, unit == TimeUnit.MILLIS ? INT32 : INT64, 0, timeType(isUtc, unit));
                add(types, "timestamp_" + label, INT64, 0, timestampType(isUtc, unit));
            }
        }
    }

    private static void addBytes(List<LeafType> types) {
        add(types, "string", BINARY, 0, stringType());
        add(types, "enum", BINARY, 0, enumType());
        add(types, "json", BINARY, 0, jsonType());
        add(types, "bson", BINARY, 0, bsonType());
        add(types, "uuid", FIXED_LEN_BYTE_ARRAY, 16, uuidType());
        add(types, "geometry", BINARY, 0, geometryType("OGC:CRS84"));
        add(types, "geography", BINARY, 0, geographyType());
        for (PrimitiveTypeName type : List.of(BOOLEAN, INT32, DOUBLE, BINARY)) {
            add(types, "unknown_" + type, type, 0, unknownType());
        }
    }
}
