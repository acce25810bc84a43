package dev.daypack.input;

import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * One flat column: its element of the file's schema, verbatim, so that every annotation reaches the output.
 *
 * @param element never changed after construction
 */
public record ColumnSchema(SchemaElement element) {

    public String name() {
        return element.getName();
    }

    public Type type() {
        return element.getType();
    }

    /** Bytes of one FIXED_LEN_BYTE_ARRAY or INT96 value, else 0. */
    public int fixedBytes() {
        return switch (type()) {
            case FIXED_LEN_BYTE_ARRAY -> element.getType_length();
            case INT96 -> 12;
            default -> 0;
        };
    }

    public boolean isOptional() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    public ValueKind kind() {
        return switch (type()) {
            case BOOLEAN, INT32, FLOAT -> ValueKind.INT;
            case INT64, DOUBLE -> ValueKind.LONG;
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ValueKind.BINARY;
        };
    }

    /** Bytes of a value in PLAIN encoding; of a BYTE_ARRAY without its bytes. */
    public int plainBytes() {
        return switch (type()) {
            case BOOLEAN -> 1;
            case INT32, FLOAT, BYTE_ARRAY -> 4;
            case INT64, DOUBLE -> 8;
            case INT96, FIXED_LEN_BYTE_ARRAY -> fixedBytes();
        };
    }

    /** The annotation, whether the file gives it in the new form or the old one; null if there is none. */
    public LogicalType annotation() {
        return Annotations.of(element);
    }

    /** Whether two columns hold the same values in the same form; names and field ids apart. */
    public boolean holdsSameAs(ColumnSchema other) {
        LogicalType mine = annotation();
        return type() == other.type()
                && isOptional() == other.isOptional()
                && fixedBytes() == other.fixedBytes()
                && (mine == null ? other.annotation() == null : mine.equals(other.annotation()));
    }

    /** As a reader of messages wants it: {@code optional INT32 (INTEGER(8,true))}. */
    public String describe() {
        LogicalType annotation = annotation();
        return (isOptional() ? "optional " : "required ")
                + type()
                + (fixedBytes() > 0 ? "[" + fixedBytes() + "]" : "")
                + (annotation == null ? "" : " (" + Annotations.describe(annotation) + ")");
    }
}
