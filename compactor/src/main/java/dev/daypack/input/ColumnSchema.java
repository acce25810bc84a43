package dev.daypack.input;

import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * One leaf of a schema: a column. A flat column has a value or a null for each row. A nested one has entries: one or
 * more for each row, each with a repetition and a definition level (Melnik et al., "Dremel", VLDB 2010).
 *
 * @param element the leaf's own element, verbatim; never changed after construction
 * @param path names from the top of the schema down to the leaf
 * @param maxDefinition how many fields on the path may be missing: the definition level of a value that is there
 * @param maxRepetition how many fields on the path are repeated
 */
public record ColumnSchema(SchemaElement element, List<String> path, int maxDefinition, int maxRepetition) {

    /** A column at the top of the schema. */
    public ColumnSchema(SchemaElement element) {
        this(
                element,
                List.of(element.getName()),
                element.getRepetition_type() == FieldRepetitionType.REQUIRED ? 0 : 1,
                element.getRepetition_type() == FieldRepetitionType.REPEATED ? 1 : 0);
    }

    /** The path with dots. */
    public String name() {
        return path.size() == 1 ? path.get(0) : String.join(".", path);
    }

    public Type type() {
        return element.getType();
    }

    /** Bytes of one FIXED_LEN_BYTE_ARRAY or INT96 value, else 0. */
    public int fixedBytes() {
        return fixedBytes(element);
    }

    private static int fixedBytes(SchemaElement element) {
        return switch (element.getType()) {
            case FIXED_LEN_BYTE_ARRAY -> element.getType_length();
            case INT96 -> 12;
            default -> 0;
        };
    }

    /** Whether a row can be more than a value or a null. */
    public boolean isNested() {
        return maxRepetition > 0 || maxDefinition > 1;
    }

    /** Whether a row of a flat column can be null. */
    public boolean isOptional() {
        return maxDefinition > 0;
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

    /** As a reader of messages wants it: {@code optional INT32 (INT8)}. */
    public String describe() {
        return new SchemaField(element, List.of()).describe();
    }

    /** Physical type and annotation: {@code INT32 (INT8)}. */
    String typeInWords() {
        String annotation = Annotations.describe(element);
        return typeName(element) + (annotation.isEmpty() ? "" : " (" + annotation + ")");
    }

    /** {@code INT64}, {@code FIXED_LEN_BYTE_ARRAY[16]}. */
    static String typeName(SchemaElement element) {
        int bytes = element.getType() == Type.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0;
        return element.getType() + (bytes > 0 ? "[" + bytes + "]" : "");
    }
}
