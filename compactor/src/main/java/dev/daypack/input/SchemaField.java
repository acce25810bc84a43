package dev.daypack.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * One node of a schema: a leaf, which has a column chunk in each row group, or a group with fields below it. The
 * element is kept verbatim, so that every annotation and field id reaches the output.
 *
 * @param element never changed after construction; its number of children is that of {@code children}
 * @param children of a group, in file order; empty for a leaf
 */
public record SchemaField(SchemaElement element, List<SchemaField> children) {

    public String name() {
        return element.getName();
    }

    public boolean isLeaf() {
        return children.isEmpty();
    }

    boolean isRequired() {
        return element.getRepetition_type() == FieldRepetitionType.REQUIRED;
    }

    boolean isRepeated() {
        return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    /** Whether the writer declared it to be null always, whatever its physical type. */
    boolean isNullType() {
        LogicalType annotation = Annotations.of(element);
        return isLeaf() && annotation != null && annotation.isSetUNKNOWN();
    }

    /** The same field that may be null. */
    SchemaField asOptional() {
        if (!isRequired()) {
            return this;
        }
        SchemaElement optional = element.deepCopy();
        optional.setRepetition_type(FieldRepetitionType.OPTIONAL);
        return new SchemaField(optional, children);
    }

    /** The same group with other fields below it. */
    SchemaField withChildren(List<SchemaField> newChildren) {
        if (newChildren.equals(children)) {
            return this;
        }
        SchemaElement group = element.deepCopy();
        group.setNum_children(newChildren.size());
        return new SchemaField(group, List.copyOf(newChildren));
    }

    /** As a reader of messages wants it: {@code optional INT32 (INT8)}, {@code required group (LIST)}. */
    String describe() {
        String annotation = Annotations.describe(element);
        return String.valueOf(element.getRepetition_type()).toLowerCase(Locale.ROOT)
                + " " + (isLeaf() ? ColumnSchema.typeName(element) : "group")
                + (annotation.isEmpty() ? "" : " (" + annotation + ")");
    }

    /** The leaves below these fields in the order of their column chunks. */
    public static List<ColumnSchema> leaves(List<SchemaField> fields) {
        List<ColumnSchema> leaves = new ArrayList<>();
        addLeaves(fields, List.of(), 0, 0, leaves);
        return List.copyOf(leaves);
    }

    private static void addLeaves(
            List<SchemaField> fields, List<String> path, int definitions, int repetitions, List<ColumnSchema> into) {
        for (SchemaField field : fields) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(field.name());
            int definition = definitions + (field.isRequired() ? 0 : 1);
            int repetition = repetitions + (field.isRepeated() ? 1 : 0);
            if (field.isLeaf()) {
                into.add(new ColumnSchema(field.element(), List.copyOf(deeper), definition, repetition));
            } else {
                addLeaves(field.children(), deeper, definition, repetition, into);
            }
        }
    }

    /** How many leaves are below this field; 1 if it is one. */
    public int leafCount() {
        return isLeaf() ? 1 : children.stream().mapToInt(SchemaField::leafCount).sum();
    }

    /** The elements of these fields, each group before what is below it, as a footer lists them. */
    public static List<SchemaElement> elements(List<SchemaField> fields) {
        List<SchemaElement> elements = new ArrayList<>();
        for (SchemaField field : fields) {
            elements.add(field.element());
            elements.addAll(elements(field.children()));
        }
        return elements;
    }
}
