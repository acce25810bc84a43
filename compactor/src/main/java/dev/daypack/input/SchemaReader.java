package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** Builds the tree of fields from the flat list of elements in a footer, and checks it against the limits. */
final class SchemaReader {

    private final Part part;
    private final List<SchemaElement> elements;
    private final InputLimits limits;
    private final List<String> droppedAnnotations = new ArrayList<>();
    private int next = 1;
    private int leaves;

    SchemaReader(Part part, List<SchemaElement> elements, InputLimits limits) {
        this.part = part;
        this.elements = elements;
        this.limits = limits;
        check(elements != null && !elements.isEmpty(), Reason.CORRUPT, "", "the footer has no schema");
    }

    /** The fields of the root. To be called once. */
    List<SchemaField> fields() {
        int count = elements.get(0).getNum_children();
        check(count > 0 || elements.size() > 1, Reason.UNSUPPORTED, "", "the file has no columns");
        List<SchemaField> fields = fields("", count, 1);
        int left = elements.size() - next;
        check(
                left == 0,
                Reason.CORRUPT,
                "",
                "the schema's root claims " + count + " columns, and " + left + " elements are left over");
        return fields;
    }

    /** Columns whose annotation is younger than this version: they are read without it. */
    List<String> droppedAnnotations() {
        return List.copyOf(droppedAnnotations);
    }

    private List<SchemaField> fields(String path, int count, int depth) {
        check(
                depth <= limits.depth(),
                Reason.OVER_LIMIT,
                path,
                "fields nested deeper than limits.depth, which is " + limits.depth());
        int left = elements.size() - next;
        check(
                count >= 0 && count <= left,
                Reason.CORRUPT,
                path,
                (path.isEmpty() ? "the schema's root" : "the group") + " claims " + count + " columns, there are "
                        + left);
        List<SchemaField> fields = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            check(
                    next < elements.size(),
                    Reason.CORRUPT,
                    path,
                    (path.isEmpty() ? "the schema's root" : "the group") + " claims " + count
                            + " columns, those before the last took all elements");
            SchemaField field = field(path, depth);
            boolean isNew = names.add(field.name());
            check(isNew, Reason.UNSUPPORTED, path(path, field.name()), "two columns have this name");
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    private SchemaField field(String path, int depth) {
        SchemaElement element = elements.get(next++);
        check(element.getName() != null, Reason.CORRUPT, path, "a column has no name");
        String name = path(path, element.getName());
        // What stands for bytes that are no text; two such names could not be told apart, nor be written as they were.
        check(element.getName().indexOf('\uFFFD') < 0, Reason.UNSUPPORTED, name, "the name is not text in UTF-8");
        checkElement(part, name, element, limits);
        if (!Annotations.isKnown(element)) {
            droppedAnnotations.add(name);
            element = withoutAnnotation(element);
        }
        if (element.getNum_children() > 0) {
            return new SchemaField(element, fields(name, element.getNum_children(), depth + 1));
        }
        leaves++;
        check(
                leaves <= limits.columns(),
                Reason.OVER_LIMIT,
                "",
                "more columns than limits.columns, which is " + limits.columns());
        return new SchemaField(element, List.of());
    }

    /** The element of a column whose annotation is younger than this version. */
    static SchemaElement withoutAnnotation(SchemaElement element) {
        SchemaElement bare = element.deepCopy();
        bare.unsetLogicalType();
        return bare;
    }

    private static String path(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Checks one element of the schema by itself.
     *
     * @param name for messages
     */
    static void checkElement(Part part, String name, SchemaElement element, InputLimits limits) {
        String wrong = wrongWith(element, limits);
        if (!wrong.isEmpty()) {
            throw new PartRejectedException(Reason.CORRUPT, part.name(), name, -1, wrong);
        }
    }

    private static String wrongWith(SchemaElement element, InputLimits limits) {
        if (element.getRepetition_type() == null) {
            return "the column is neither required nor optional nor repeated";
        }
        if (element.getNum_children() > 0) {
            return element.isSetType() ? "the column has a type and columns below it" : "";
        }
        if (element.getType() == null) {
            return "a group without columns";
        }
        int bytes = element.getType_length();
        boolean isFixed = element.getType() == Type.FIXED_LEN_BYTE_ARRAY;
        return isFixed && (bytes < 1 || bytes > limits.valueBytes())
                ? "FIXED_LEN_BYTE_ARRAY of " + bytes + " bytes"
                : AnnotatedTypes.contradiction(element);
    }

    private void check(boolean holds, Reason reason, String column, String detail) {
        if (!holds) {
            throw new PartRejectedException(reason, part.name(), column, -1, detail);
        }
    }
}
