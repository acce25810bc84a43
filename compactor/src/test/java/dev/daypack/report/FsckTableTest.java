package dev.daypack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.report.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FsckTableTest {

    private static List<String> lines(List<Finding> findings, String... notes) {
        return FsckTable.lines(new FsckReport("file:///c", true, 1_234, 1, 2, 1, findings, List.of(notes)));
    }

    @Test
    void findingsReadInEightyColumnsAndCommandsStayOnOneLine() {
        List<String> lines = lines(
                List.of(
                        Finding.repairable(Kind.SIDECAR, "a/b/c/20260126", "meta.json is missing")
                                .repaired("sidecars written again from data.parquet"),
                        Finding.of(
                                Kind.ENTRY,
                                "a/b/c/20260127",
                                "the state says success, but there is no data.parquet, and this goes on past the line",
                                "daypack backfill --date-from 20260127 --date-to 20260127 --overwrite",
                                "words that are no command and are told in as many lines as they take, however many")),
                "a note");

        assertEquals(
                List.of(
                        "sidecar     meta.json is missing",
                        "            a/b/c/20260126",
                        "     done:  sidecars written again from data.parquet",
                        "",
                        "entry       the state says success, but there is no data.parquet, and this goes",
                        "            on past the line",
                        "            a/b/c/20260127",
                        "      try:  daypack backfill --date-from 20260127 --date-to 20260127 --overwrite",
                        "      try:  words that are no command and are told in as many lines as they",
                        "            take, however many",
                        "",
                        "checked 1,234 partition-days against 1 entry, 2 leases; 1 being worked on, not",
                        "judged",
                        "note: a note",
                        "fsck: 2 findings = 1 repaired + 1 left"),
                lines);
    }

    @Test
    void manyThatReadAlikeAreCounted() {
        List<Finding> findings = new ArrayList<>();
        for (int day = 10; day < 30; day++) {
            findings.add(Finding.repairable(Kind.ENTRY, "a/b/c/202601" + day, "published, but not known"));
        }
        List<String> lines = lines(findings);
        assertTrue(lines.contains("            ... and 10 more; --json shows all"), lines::toString);
        assertEquals(1, lines.stream().filter(line -> line.startsWith("entry")).count());
    }

    @Test
    void textFromOutsideIsEscaped() {
        List<Finding> hostile =
                List.of(Finding.of(Kind.UNKNOWN, "a\u001b[2J\r\nb\u202e", "not\u0000an object", "moving it\u0007away"));
        String text = String.join("\n", lines(hostile, "n\u001bote"));
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), text);
        assertEquals(
                1,
                FsckTable.json(new FsckReport("c", false, 0, 0, 0, 0, hostile, List.of()))
                        .path("left")
                        .asInt());
    }
}
