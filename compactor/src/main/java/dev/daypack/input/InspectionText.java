package dev.daypack.input;

import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SortingColumn;

/** Prints findings for people: what the file is, then what is in it, then what is wrong, and the verdict last. */
final class InspectionText {

    private static final int MAX_VALUE_CHARS = 72;
    private static final int MAX_NAME_CHARS = 60;
    private static final int MAX_KEY_VALUES = 40;
    private static final int MAX_ERRORS = 10;
    private static final int MAX_COLUMNS_NAMED = 6;

    private final InspectionFindings findings;
    private final InspectionDetail detail;
    private final Consumer<String> lines;

    InspectionText(InspectionFindings findings, InspectionDetail detail, Consumer<String> lines) {
        this.findings = findings;
        this.detail = detail;
        this.lines = lines;
    }

    void print() {
        printFile();
        if (findings.meta() != null) {
            printKeyValues();
            printSchema();
            new InspectionGroupsText(findings, detail, lines).print();
            printOrder();
        }
        printUnread();
        printErrors();
        lines.accept("");
        lines.accept(InspectionVerdict.of(findings).sentence(findings));
    }

    private void printFile() {
        line("File", findings.part().name());
        line(
                "Size",
                bytes(findings.part().sizeBytes())
                        + (findings.footerBytes() < 0 ? "" : ", the footer " + bytes(findings.footerBytes())));
        FileMetaData meta = findings.meta();
        if (meta != null) {
            line("Written by", meta.isSetCreated_by() ? meta.getCreated_by() : "(does not say)");
            String inFooter = meta.getNum_rows() == findings.rows() ? "" : ", the footer says " + meta.getNum_rows();
            line(
                    "Rows",
                    Units.count(findings.rows()) + " in " + Units.count(meta.getRow_groupsSize(), "row group")
                            + inFooter);
            line("Sorted by", sorting(meta));
        }
        findings.problems().remarks().forEach(remark -> line("Remark", remark));
    }

    private void line(String label, String text) {
        lines.accept(String.format("%-11s %s", label, Printable.of(text)));
    }

    private static String bytes(long bytes) {
        return Units.bytes(bytes) + (bytes < 1024 ? "" : " (" + Units.count(bytes) + " bytes)");
    }

    /** What the footer declares; the row groups of one writer all say the same. */
    private String sorting(FileMetaData meta) {
        if (meta.getRow_groupsSize() == 0 || meta.getRow_groups().get(0).getSorting_columnsSize() == 0) {
            return "(does not say)";
        }
        List<String> words = new ArrayList<>();
        for (SortingColumn sorting : meta.getRow_groups().get(0).getSorting_columns()) {
            if (words.size() == MAX_COLUMNS_NAMED) {
                words.add("...");
                break;
            }
            words.add(findings.columnName(sorting.getColumn_idx())
                    + (sorting.isDescending() ? " descending" : " ascending")
                    + (sorting.isNulls_first() ? ", nulls first" : ", nulls last"));
        }
        return String.join("; ", words);
    }

    private void printKeyValues() {
        if (findings.meta().getKey_value_metadataSize() == 0) {
            return;
        }
        heading("Key-value metadata");
        InspectionTable table = new InspectionTable("KEY", "VALUE");
        List<KeyValue> entries = findings.meta().getKey_value_metadata();
        for (KeyValue entry : entries.subList(0, Math.min(entries.size(), MAX_KEY_VALUES))) {
            table.row(Printable.of(entry.getKey(), MAX_NAME_CHARS), shortValue(entry.getValue()));
        }
        print(table);
        more(entries.size() - MAX_KEY_VALUES, "more");
    }

    private static String shortValue(String value) {
        if (value == null) {
            return "(none)";
        }
        return Printable.of(value, MAX_VALUE_CHARS)
                + (value.length() > MAX_VALUE_CHARS ? " (" + Units.count(value.length(), "character") + ")" : "");
    }

    private void heading(String text) {
        heading(lines, text);
    }

    private void print(InspectionTable table) {
        print(lines, table);
    }

    private void more(long count, String what) {
        more(lines, count, what);
    }

    static void heading(Consumer<String> lines, String text) {
        lines.accept("");
        lines.accept(text);
    }

    static void print(Consumer<String> lines, InspectionTable table) {
        table.lines().forEach(line -> lines.accept("  " + line));
    }

    static void more(Consumer<String> lines, long count, String what) {
        if (count > 0) {
            lines.accept("  ... and " + Units.count(count) + " " + what);
        }
    }

    private void printSchema() {
        InspectionSchema schema = findings.schema();
        heading("Schema: " + Units.count(schema.leaves().size(), "column")
                + (schema.isWhole() ? "" : ", of which the rest cannot be told"));
        InspectionTable table =
                new InspectionTable(">#", "COLUMN", "TYPE", "REPETITION", "ANNOTATION", ">ID", ">DEF", ">REP");
        boolean hasLevels =
                schema.leaves().stream().anyMatch(leaf -> leaf.column().isNested());
        int place = 0;
        for (InspectionSchema.Node node : schema.nodes()) {
            table.row(
                    node.isLeaf() ? String.valueOf(place++) : "",
                    "  ".repeat(node.depth() - 1) + Printable.of(node.element().getName(), MAX_NAME_CHARS),
                    node.typeName(),
                    node.repetition(),
                    Printable.of(node.annotation(), MAX_NAME_CHARS),
                    node.element().isSetField_id()
                            ? String.valueOf(node.element().getField_id())
                            : "",
                    hasLevels && node.isLeaf() ? String.valueOf(node.maxDefinition()) : "",
                    hasLevels && node.isLeaf() ? String.valueOf(node.maxRepetition()) : "");
        }
        print(table);
    }

    private void printOrder() {
        heading("Order by " + Printable.of(findings.sortOrder().spelling(), MAX_NAME_CHARS));
        if (findings.order() == null) {
            lines.accept("  not checked: " + Printable.of(findings.noOrderBecause()));
        } else {
            InspectionOrderWords.of(findings.order()).forEach(line -> lines.accept("  " + line));
            if (findings.isFollowedInPart()) {
                lines.accept("  of the columns of order-by only the first is followed here");
            }
        }
    }

    private void printUnread() {
        Map<String, Set<String>> unread = findings.problems().unread();
        if (unread.isEmpty()) {
            return;
        }
        heading("Not read by this version, which is no error of the file (a run would set it aside)");
        unread.forEach((why, columns) -> {
            List<String> named = columns.stream()
                    .limit(MAX_COLUMNS_NAMED)
                    .map(column -> Printable.of(column, MAX_NAME_CHARS))
                    .toList();
            int rest = columns.size() - named.size();
            lines.accept("  " + Printable.of(why)
                    + (named.isEmpty() ? "" : ": " + String.join(", ", named))
                    + (rest > 0 ? " and " + rest + " more" : ""));
        });
    }

    private void printErrors() {
        List<InspectionProblem> errors = findings.problems().errors();
        if (errors.isEmpty()) {
            return;
        }
        InspectionProblem first = errors.get(0);
        heading("First error: " + first.reason().code() + (first.place().isEmpty() ? "" : " in " + first.place()));
        lines.accept("  " + Printable.of(first.message()));
        if (errors.size() > 1) {
            heading("Other errors");
            InspectionTable table = new InspectionTable(">ROW GROUP", ">PAGE", "COLUMN", ">AT BYTE", "WHAT IS WRONG");
            errors.stream()
                    .skip(1)
                    .limit(MAX_ERRORS)
                    .forEach(error -> table.row(
                            known(error.rowGroup()),
                            known(error.page()),
                            Printable.of(error.column(), MAX_NAME_CHARS),
                            known(error.offset()),
                            Printable.of(error.detail())));
            print(table);
            more(findings.problems().errorCount() - 1 - MAX_ERRORS, "more");
        }
    }

    private static String known(long number) {
        return number < 0 ? "" : String.valueOf(number);
    }
}
