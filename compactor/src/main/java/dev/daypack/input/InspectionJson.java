package dev.daypack.input;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Statistics;

/** Findings as a JSON document. Offsets and sizes are in bytes; what is not known is left out. */
final class InspectionJson {

    private static final int MAX_TEXT_CHARS = 4_096;
    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_CHUNKS = 10_000;

    private final InspectionFindings findings;
    private final InspectionDetail detail;
    private int chunksLeft = MAX_CHUNKS;

    InspectionJson(InspectionFindings findings, InspectionDetail detail) {
        this.findings = findings;
        this.detail = detail;
    }

    ObjectNode document() {
        InspectionVerdict verdict = InspectionVerdict.of(findings);
        ObjectNode json = Json.object();
        json.put("file", cut(findings.part().name()));
        json.put("size_bytes", findings.part().sizeBytes());
        json.put("sound", verdict.isSound());
        json.put("read_whole", findings.problems().unread().isEmpty());
        json.put("error_count", verdict.errors());
        findings.problems().firstError().ifPresent(error -> json.set("first_error", problem(error)));
        ArrayNode errors = json.putArray("errors");
        findings.problems().errors().forEach(error -> errors.add(problem(error)));
        ArrayNode unread = json.putArray("unread");
        findings.problems().unread().forEach((why, columns) -> {
            ObjectNode entry = unread.addObject().put("reason", why);
            columns.forEach(entry.putArray("columns")::add);
        });
        findings.problems().remarks().forEach(json.withArray("/remarks")::add);
        if (findings.meta() != null) {
            json.put("pages_read", verdict.pages());
            json.put("checksums_right", verdict.checksums());
            addFooter(json, findings.meta());
        } else if (findings.footerBytes() >= 0) {
            json.putObject("footer").put("bytes", findings.footerBytes());
        }
        return json;
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT_CHARS ? text.substring(0, MAX_TEXT_CHARS) + "..." : text;
    }

    private static ObjectNode problem(InspectionProblem error) {
        ObjectNode json = Json.object();
        json.put("reason", error.reason().code());
        putIf(json, "column", error.column());
        putIf(json, "row_group", error.rowGroup());
        putIf(json, "page", error.page());
        putIf(json, "offset", error.offset());
        return json.put("detail", error.detail()).put("message", error.message());
    }

    private static void putIf(ObjectNode json, String field, long value) {
        if (value >= 0) {
            json.put(field, value);
        }
    }

    private static void putIf(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }

    private void addFooter(ObjectNode json, FileMetaData meta) {
        ObjectNode footer = json.putObject("footer");
        footer.put("bytes", findings.footerBytes());
        footer.put("version", meta.getVersion());
        if (meta.isSetCreated_by()) {
            footer.put("created_by", cut(meta.getCreated_by()));
        }
        footer.put("rows", meta.getNum_rows());
        footer.put("rows_of_row_groups", findings.rows());
        footer.put("row_groups", meta.getRow_groupsSize());
        ObjectNode keyValues = footer.putObject("key_values");
        if (meta.isSetKey_value_metadata()) {
            for (KeyValue entry : first(meta.getKey_value_metadata())) {
                keyValues.put(cut(entry.getKey()), entry.getValue() == null ? null : cut(entry.getValue()));
            }
        }
        addSchema(json.putArray("schema"));
        ObjectNode order = findings.order() == null ? noOrder() : order(findings.order());
        json.set("order", order.put("order_by", findings.sortOrder().spelling()));
        addGroups(json.putArray("row_groups"), meta);
    }

    private static <T> List<T> first(List<T> entries) {
        return entries.subList(0, Math.min(entries.size(), MAX_ENTRIES));
    }

    private void addSchema(ArrayNode schema) {
        int place = 0;
        for (InspectionSchema.Node node : findings.schema().nodes()) {
            ObjectNode entry = schema.addObject().put("path", node.path());
            putIf(entry, "depth", node.depth());
            putIf(entry, "type", node.typeName());
            putIf(entry, "repetition", node.repetition());
            putIf(entry, "annotation", cut(node.annotation()));
            if (node.isLeaf()) {
                entry.put("column", place++);
                entry.put("max_definition", node.maxDefinition());
                entry.put("max_repetition", node.maxRepetition());
            }
            if (node.element().isSetField_id()) {
                entry.put("field_id", node.element().getField_id());
            }
        }
    }

    private ObjectNode noOrder() {
        return Json.object()
                .put("column", findings.sortOrder().firstName().orElse(null))
                .put("not_checked", findings.noOrderBecause());
    }

    private static ObjectNode order(InspectionOrder order) {
        ObjectNode json = Json.object().put("column", order.key().column().name());
        json.put("sorted", order.isSorted()).put("complete", order.isComplete());
        json.put("rows", order.rows()).put("nulls", order.nulls()).put("ties", order.ties());
        json.put("steps_back", order.stepsBack()).put("steps_back_between_row_groups", order.stepsBetweenGroups());
        putIf(json, "first_step_row", order.firstStepRow());
        if (!order.isSorted()) {
            json.put("largest_step", Long.toUnsignedString(order.largestStep()));
        }
        if (order.hasKeys()) {
            json.put("first", InspectionOrderWords.value(order, order.first()));
            json.put("last", InspectionOrderWords.value(order, order.last()));
            json.put("min", InspectionOrderWords.value(order, order.minimum()));
            json.put("max", InspectionOrderWords.value(order, order.maximum()));
        }
        return json;
    }

    private void addGroups(ArrayNode groups, FileMetaData meta) {
        for (int i = 0; i < findings.groups().size() && chunksLeft > 0; i++) {
            RowGroup group = meta.getRow_groups().get(i);
            ObjectNode json = groups.addObject();
            json.put("row_group", i).put("rows", group.getNum_rows());
            json.put("uncompressed_bytes", group.getTotal_byte_size());
            if (group.isSetSorting_columns()) {
                ArrayNode sorting = json.putArray("sorting_columns");
                for (SortingColumn column : first(group.getSorting_columns())) {
                    sorting.addObject()
                            .put("column", column.getColumn_idx())
                            .put("descending", column.isDescending())
                            .put("nulls_first", column.isNulls_first());
                }
            }
            ArrayNode columns = json.putArray("columns");
            findings.groups().get(i).forEach(chunk -> columns.add(chunk(chunk)));
            chunksLeft -= Math.max(1, columns.size());
        }
    }

    private ObjectNode chunk(InspectionChunk chunk) {
        InspectionSchema.Node leaf = findings.schema().leaves().get(chunk.column());
        ObjectNode json = Json.object().put("column", leaf.path());
        json.put("outcome", chunk.outcome().name().toLowerCase(Locale.ROOT));
        ColumnMetaData meta = chunk.footer().getMeta_data();
        if (meta != null) {
            putIf(json, "codec", meta.isSetCodec() ? meta.getCodec().toString() : "");
            InspectionChunkFacts.encodings(meta).forEach(json.withArray("/encodings")::add);
            json.put("values", meta.getNum_values());
            json.put("compressed_bytes", meta.getTotal_compressed_size());
            json.put("uncompressed_bytes", meta.getTotal_uncompressed_size());
            json.put("data_page_offset", meta.getData_page_offset());
            if (meta.isSetDictionary_page_offset()) {
                json.put("dictionary_page_offset", meta.getDictionary_page_offset());
            }
            addStatistics(json, leaf.element(), meta);
            putIf(json, "bounding_box", InspectionChunkFacts.boundingBox(meta));
        }
        json.put(
                "page_index",
                chunk.footer().isSetOffset_index_offset() && chunk.footer().isSetColumn_index_offset());
        json.put("bloom_filter", meta != null && meta.isSetBloom_filter_offset());
        json.put("pages_read", chunk.pageCount()).put("checksums_right", chunk.checksums());
        putIf(json, "nulls_counted", chunk.nulls());
        if (detail == InspectionDetail.PAGES) {
            addPages(json.putArray("pages"), chunk);
        }
        return json;
    }

    private static void addStatistics(ObjectNode json, SchemaElement element, ColumnMetaData meta) {
        if (!meta.isSetStatistics()) {
            return;
        }
        Statistics statistics = meta.getStatistics();
        ObjectNode entry = json.putObject("statistics");
        if (statistics.isSetNull_count()) {
            entry.put("nulls", statistics.getNull_count());
        }
        putIf(entry, "min", InspectionChunkFacts.bound(element, InspectionChunkFacts.minimum(statistics)));
        putIf(entry, "max", InspectionChunkFacts.bound(element, InspectionChunkFacts.maximum(statistics)));
        addClaims(entry, statistics);
    }

    private static void addClaims(ObjectNode entry, Statistics statistics) {
        if (statistics.isSetIs_min_value_exact()) {
            entry.put("min_exact", statistics.isIs_min_value_exact());
        }
        if (statistics.isSetIs_max_value_exact()) {
            entry.put("max_exact", statistics.isIs_max_value_exact());
        }
        if (statistics.isSetDistinct_count()) {
            entry.put("distinct", statistics.getDistinct_count());
        }
        if (statistics.isSetNan_count()) {
            entry.put("nans", statistics.getNan_count());
        }
    }

    private static void addPages(ArrayNode pages, InspectionChunk chunk) {
        for (InspectionPage page : chunk.pages()) {
            ObjectNode json = pages.addObject();
            json.put("offset", page.offset()).put("type", page.typeName());
            putIf(json, "encoding", page.encodingName());
            json.put("values", page.values());
            json.put("compressed_bytes", page.compressedBytes());
            json.put("uncompressed_bytes", page.uncompressedBytes());
            json.put("checksum", page.checksum().name().toLowerCase(Locale.ROOT));
        }
    }
}
