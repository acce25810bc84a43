package dev.daypack.input;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * Which types an annotation may stand on (LogicalTypes.md of the format). Other readers refuse a file that has it
 * otherwise, so what we packed of one would be read by nobody.
 */
final class AnnotatedTypes {

    private static final int INTERVAL_BYTES = 12;
    private static final int UUID_BYTES = 16;
    private static final int FLOAT16_BYTES = 2;

    private AnnotatedTypes() {}

    /** What is wrong with the annotations of a leaf, in words; empty if nothing is. */
    static String contradiction(SchemaElement leaf) {
        boolean fits = fitsOld(leaf) && (!leaf.isSetLogicalType() || fits(leaf.getLogicalType(), leaf));
        return fits ? "" : "annotated as " + Annotations.describe(leaf) + ", which its type cannot be: " + type(leaf);
    }

    private static String type(SchemaElement leaf) {
        return leaf.getType() == Type.FIXED_LEN_BYTE_ARRAY
                ? leaf.getType() + " of " + leaf.getType_length() + " bytes"
                : leaf.getType().toString();
    }

    private static boolean fitsOld(SchemaElement leaf) {
        if (!leaf.isSetConverted_type()) {
            return true;
        }
        if (leaf.getConverted_type() == ConvertedType.INTERVAL) {
            return isFixed(leaf, INTERVAL_BYTES);
        }
        SchemaElement old = leaf.deepCopy();
        old.unsetLogicalType();
        return fits(Annotations.of(old), leaf);
    }

    private static boolean fits(LogicalType annotation, SchemaElement leaf) {
        if (annotation.getSetField() == null) {
            return true;
        }
        Type type = leaf.getType();
        return switch (annotation.getSetField()) {
            case STRING, ENUM, JSON, BSON -> type == Type.BYTE_ARRAY;
            case DATE -> type == Type.INT32;
            case INTEGER -> fitsInteger(annotation.getINTEGER().getBitWidth(), type);
            case TIME -> type == (isMillis(annotation) ? Type.INT32 : Type.INT64);
            case TIMESTAMP -> type == Type.INT64;
            case DECIMAL -> fits(annotation.getDECIMAL(), leaf);
            case UUID -> isFixed(leaf, UUID_BYTES);
            case FLOAT16 -> isFixed(leaf, FLOAT16_BYTES);
            case LIST, MAP -> false;
            default -> true;
        };
    }

    /** A unit that nobody knows yet is somebody else's matter. */
    private static boolean isMillis(LogicalType annotation) {
        return annotation.getTIME().getUnit() != null
                && annotation.getTIME().getUnit().isSetMILLIS();
    }

    private static boolean fitsInteger(int bits, Type type) {
        return switch (bits) {
            case 8, 16, 32 -> type == Type.INT32;
            case 64 -> type == Type.INT64;
            default -> false;
        };
    }

    private static boolean fits(DecimalType decimal, SchemaElement leaf) {
        int precision = decimal.getPrecision();
        boolean isDecimal = precision >= 1 && decimal.getScale() >= 0 && decimal.getScale() <= precision;
        return isDecimal
                && switch (leaf.getType()) {
                    case INT32 -> precision <= digits(Integer.BYTES);
                    case INT64 -> precision <= digits(Long.BYTES);
                    case FIXED_LEN_BYTE_ARRAY -> precision <= digits(leaf.getType_length());
                    case BYTE_ARRAY -> true;
                    default -> false;
                };
    }

    /** So many decimal digits go into a signed number of so many bytes, whatever they are. */
    private static int digits(int bytes) {
        return (int) Math.floor(Math.log10(2) * (Byte.SIZE * (long) bytes - 1));
    }

    private static boolean isFixed(SchemaElement leaf, int bytes) {
        return leaf.getType() == Type.FIXED_LEN_BYTE_ARRAY && leaf.getType_length() == bytes;
    }
}
