package dev.daypack.input;

import java.util.List;
import java.util.Map;

/**
 * What the footer of one part says, checked against the limits.
 *
 * @param part the file
 * @param columns flat columns in file order
 * @param rowGroups in file order; those without rows are left out
 * @param rows sum over the row groups
 * @param keyValues the writer's own metadata
 */
public record PartFooter(
        Part part,
        List<ColumnSchema> columns,
        List<RowGroupMeta> rowGroups,
        long rows,
        Map<String, String> keyValues) {}
