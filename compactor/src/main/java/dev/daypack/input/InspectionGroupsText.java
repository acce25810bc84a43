package dev.daypack.input;

import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/** Prints the row groups of {@link InspectionText}, one table each, and their pages. */
final class InspectionGroupsText {

    private static final int MAX_NAME_CHARS = 60;

    /** The first ones are shown, and as many more that are broken. */
    private static final int MAX_GROUPS = 20;

    private final InspectionFindings findings;
    private final InspectionDetail detail;
    private final Consumer<String> lines;

    InspectionGroupsText(InspectionFindings findings, InspectionDetail detail, Consumer<String> lines) {
        this.findings = findings;
        this.detail = detail;
        this.lines = lines;
    }

    void print() {
        int shown = 0;
        int hidden = 0;
        for (int i = 0; i < findings.groups().size(); i++) {
            boolean isBroken = findings.groups().get(i).stream().anyMatch(chunk -> chunk.outcome() == Outcome.BROKEN);
            if (i < MAX_GROUPS || (isBroken && shown < 2 * MAX_GROUPS)) {
                printGroup(i);
                shown++;
            } else {
                hidden++;
            }
        }
        if (hidden > 0) {
            InspectionText.heading(lines, Units.count(hidden, "more row group") + ", read and counted but not shown");
        }
    }

    private void printGroup(int place) {
        RowGroup group = findings.meta().getRow_groups().get(place);
        InspectionText.heading(
                lines,
                "Row group " + place + ": " + Units.count(group.getNum_rows(), "row") + ", "
                        + Units.bytes(group.getTotal_byte_size()) + " uncompressed");
        List<InspectionChunk> chunks = findings.groups().get(place);
        if (chunks.isEmpty()) {
            lines.accept("  not read: its column chunks do not match the schema");
            return;
        }
        InspectionTable table = new InspectionTable(
                "COLUMN",
                "CODEC",
                "ENCODINGS",
                ">PAGES",
                ">STORED",
                ">PLAIN",
                ">NULLS",
                "MIN",
                "MAX",
                "EXTRAS",
                "RESULT");
        for (InspectionChunk chunk : chunks) {
            InspectionChunkFacts facts = InspectionChunkFacts.of(chunk, element(chunk));
            table.row(
                    Printable.of(findings.columnName(chunk.column()), MAX_NAME_CHARS),
                    facts.codec(),
                    facts.encodings(),
                    facts.pages(),
                    facts.storedSize(),
                    facts.plainSize(),
                    facts.nullCount(),
                    facts.minimum(),
                    facts.maximum(),
                    facts.extras(),
                    chunk.outcome().label());
        }
        InspectionText.print(lines, table);
        if (detail == InspectionDetail.PAGES) {
            chunks.forEach(chunk -> printPages(place, chunk));
        }
    }

    private SchemaElement element(InspectionChunk chunk) {
        return findings.schema().leaves().get(chunk.column()).element();
    }

    private void printPages(int rowGroup, InspectionChunk chunk) {
        if (chunk.pageCount() == 0) {
            return;
        }
        InspectionText.heading(
                lines,
                "Pages of row group " + rowGroup + ", column "
                        + Printable.of(findings.columnName(chunk.column()), MAX_NAME_CHARS));
        InspectionTable table = new InspectionTable(
                ">PAGE", ">AT BYTE", "TYPE", "ENCODING", ">VALUES", ">STORED", ">PLAIN", "CHECKSUM");
        for (int i = 0; i < chunk.pages().size(); i++) {
            InspectionPage page = chunk.pages().get(i);
            table.row(
                    String.valueOf(i),
                    String.valueOf(page.offset()),
                    page.typeName(),
                    page.encodingName(),
                    Units.count(page.values()),
                    Units.bytes(page.compressedBytes()),
                    Units.bytes(page.uncompressedBytes()),
                    page.checksum().label());
        }
        InspectionText.print(lines, table);
        InspectionText.more(lines, chunk.pageCount() - chunk.pages().size(), "pages, read but not kept to be shown");
    }
}
