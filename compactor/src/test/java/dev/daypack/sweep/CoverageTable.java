package dev.daypack.sweep;

import dev.daypack.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The results as a document: the same text for the same results. */
final class CoverageTable {

    private static final int MAX_CELL_CHARS = 400;

    private final List<FileResult> results;
    private final Judgements judgements;
    private final List<String> lines = new ArrayList<>();

    private CoverageTable(List<FileResult> results, Judgements judgements) {
        this.results = results;
        this.judgements = judgements;
    }

    /** The whole document. */
    static String of(List<FileResult> results, Judgements judgements) {
        CoverageTable table = new CoverageTable(results, judgements);
        table.introduction();
        table.identical();
        table.refused();
        table.wrong();
        return String.join("\n", table.lines) + "\n";
    }

    private void introduction() {
        lines.add("""
                # Format coverage

                Written by the sweep (`mvn -B -Psweep test`), which fails where this page is not what it finds. Every file of a
                corpus goes through `daypack merge` in a JVM of 256 MiB, alone and beside a copy of itself, within 5 seconds each.
                The corpus is [parquet-testing](https://github.com/apache/parquet-testing) and some days of real quotes; only names
                stand here. What comes out is compared with the input by readers that are not ours, row by row, in order, with every
                column: by DuckDB and by parquet-java's record reader (bits of all values, annotations, field ids), each where it
                reads the input.

                The sort column is the first of the flat INT32 and INT64 columns that has the fewest nulls by the footer, else the
                first such column of another type; where there is none, or none that can be sorted by, it is `order-by: none`. Columns are
                leaves. Rows are those that are read, or else those that the footer claims. All readers have 1 GiB of memory; with
                some more, DuckDB reads the two strings of 1 GiB of `large_string_map.brotli.parquet`, too, which are beyond our
                `limits.value-bytes`.
                """);
        lines.add(String.format(
                "%d files: %d come out identical, %d are refused, %d are wrong.",
                results.size(),
                count(FileResult::isIdentical),
                count(FileResult::isRefused),
                count(CoverageTable::isWrong)));
    }

    private static boolean isWrong(FileResult result) {
        return !result.isIdentical() && !result.isRefused();
    }

    private long count(Predicate<FileResult> kind) {
        return results.stream().filter(kind).count();
    }

    private void identical() {
        table(
                "Identical rows",
                FileResult::isIdentical,
                List.of("sorted by", "shown by"),
                result -> List.of(
                        result.order().toString(), String.join(", ", ((Outcome.Identical) result.alone()).oracles())));
    }

    private void refused() {
        table(
                "Refused",
                FileResult::isRefused,
                List.of("refusal", "others"),
                result -> List.of(((Outcome.Refused) result.alone()).text(), others(result)));
    }

    private void wrong() {
        table(
                "Wrong",
                CoverageTable::isWrong,
                List.of("alone", "beside a copy"),
                result -> List.of(result.alone().toString(), result.twice().toString()));
    }

    /** Who reads what we do not pack, and why that does not count. */
    private String others(FileResult result) {
        if (result.readers().isEmpty()) {
            return "read by none";
        }
        Optional<String> why = judgements.rightRefusal(result.name());
        return "read by " + String.join(" and ", result.readers().keySet())
                + why.map(reason -> ": " + reason).orElse("");
    }

    /** The cells of a line beyond the first three. */
    private interface Cells {
        List<String> of(FileResult result);
    }

    private void table(String title, Predicate<FileResult> kind, List<String> heads, Cells cells) {
        if (count(kind) == 0) {
            return;
        }
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        lines.add("| file | rows | columns | " + String.join(" | ", heads) + " |");
        lines.add("|---|---|---|" + "---|".repeat(heads.size()));
        results.stream().filter(kind).forEach(result -> {
            List<String> row = new ArrayList<>(List.of(
                    result.name(),
                    rows(result),
                    result.file().columns().map(String::valueOf).orElse("-")));
            row.addAll(cells.of(result));
            lines.add("| "
                    + String.join(" | ", row.stream().map(CoverageTable::cell).toList()) + " |");
        });
    }

    private static String rows(FileResult result) {
        return result.readers().values().stream()
                .findFirst()
                .or(result.file()::claimedRows)
                .map(String::valueOf)
                .orElse("-");
    }

    private static String cell(String text) {
        return Printable.of(text, MAX_CELL_CHARS).replace("|", "\\|");
    }
}
