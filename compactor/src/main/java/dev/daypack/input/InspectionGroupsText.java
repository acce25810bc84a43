package dev.daypack.input;

import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/** Prints the row groups of {@link InspectionText}, one table each, and their pages. */
final class InspectionGroupsText {

    private static final int MAX_NAME_CHARS = 60;

    /** Place of NULLS in the table of column chunks. */
    private static final int FIRST_STATISTIC = 9;

    private static final int MAX_PATH_CHARS = 36;

    /** What most terminals show, without the indent. */
    private static final int LINE_CHARS = 78;

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
        List<InspectionChunk> chunks = findings.groups().get(place);
        List<InspectionChunkFacts> facts = chunks.stream()
                .map(chunk -> InspectionChunkFacts.of(chunk, element(chunk)))
                .toList();
        String codec = common(facts.stream().map(InspectionChunkFacts::codec));
        String extras = common(facts.stream().map(InspectionChunkFacts::extras));
        String result = common(chunks.stream().map(chunk -> chunk.outcome().label()));
        InspectionText.heading(
                lines,
                "Row group " + place + ": " + Units.count(group.getNum_rows(), "row") + ", "
                        + Units.bytes(group.getTotal_byte_size()) + " uncompressed"
                        + Stream.of(codec, extras, result.isEmpty() ? "" : "all columns " + result)
                                .filter(words -> !words.isEmpty())
                                .map(words -> ", " + words)
                                .collect(Collectors.joining()));
        if (chunks.isEmpty()) {
            lines.accept("  not read: its column chunks do not match the schema");
            return;
        }
        InspectionTable table = new InspectionTable(
                ">#",
                "COLUMN",
                "RESULT",
                "CODEC",
                ">PAGES",
                ">STORED",
                ">PLAIN",
                "ENCODINGS",
                "EXTRAS",
                ">NULLS",
                "MIN",
                "MAX");
        for (int i = 0; i < chunks.size(); i++) {
            InspectionChunkFacts fact = facts.get(i);
            table.row(
                    String.valueOf(i),
                    shortPath(chunks.get(i)),
                    result.isEmpty() ? chunks.get(i).outcome().label() : "",
                    codec.isEmpty() ? fact.codec() : "",
                    fact.pages(),
                    fact.storedSize(),
                    fact.plainSize(),
                    fact.encodings(),
                    extras.isEmpty() ? fact.extras() : "",
                    fact.nullCount(),
                    fact.minimum(),
                    fact.maximum());
        }
        table.lines(2, FIRST_STATISTIC, LINE_CHARS).forEach(line -> lines.accept("  " + line));
        if (detail == InspectionDetail.PAGES) {
            chunks.forEach(chunk -> printPages(place, chunk));
        }
    }

    /** What they all say; empty if they differ. */
    private static String common(Stream<String> cells) {
        List<String> different = cells.distinct().toList();
        return different.size() == 1 ? different.get(0) : "";
    }

    /** The end of a path tells more than its beginning. The number before it is that of the schema. */
    private String shortPath(InspectionChunk chunk) {
        String path = findings.columnName(chunk.column());
        int from = path.length() - MAX_PATH_CHARS;
        return Printable.of(from > 0 ? "..." + path.substring(from) : path, 2 * MAX_PATH_CHARS);
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
