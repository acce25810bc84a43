package dev.daypack.input;

import java.util.List;
import java.util.Map;

/**
 * What the footer of one part says, checked against the limits.
 *
 * @param part the file
 * @param fields of the schema's root, in file order
 * @param columns the leaves of the schema, in the order of the chunks of a row group
 * @param rowGroups in file order; those without rows are left out
 * @param rows sum over the row groups
 * @param keyValues the writer's own metadata
 * @param droppedAnnotations columns that are read without their annotation, because this version does not know it
 */
public record PartFooter(
        Part part,
        List<SchemaField> fields,
        List<ColumnSchema> columns,
        List<RowGroupMeta> rowGroups,
        long rows,
        Map<String, String> keyValues,
        List<String> droppedAnnotations) {

    /**
     * The same, with what is equal in another footer taken from that one: parts of one writer mostly have one schema,
     * which need not be held once for each.
     */
    public PartFooter sharing(PartFooter other) {
        boolean isOneSchema = fields.equals(other.fields);
        return new PartFooter(
                part,
                isOneSchema ? other.fields : fields,
                isOneSchema ? other.columns : columns,
                rowGroups,
                rows,
                keyValues.equals(other.keyValues) ? other.keyValues : keyValues,
                droppedAnnotations);
    }
}
