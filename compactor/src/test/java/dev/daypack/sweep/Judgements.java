package dev.daypack.sweep;

import java.util.Map;
import java.util.Optional;

/**
 * What a person decided about single files, with the reason.
 *
 * @param rightRefusals files that some reader reads and we are right to refuse, and why
 * @param misreadings for a file and a reader, {@code name (reader)}, why what it reads is not what the file says
 */
record Judgements(Map<String, String> rightRefusals, Map<String, String> misreadings) {

    /** Of the corpus as it is. */
    static final Judgements OF_CORPUS = new Judgements(
            Map.of(
                    "parquet-testing/data/datapage_v1-corrupt-checksum.parquet",
                    "the bytes of a page do not match its CRC, which DuckDB does not look at",
                    "parquet-testing/data/rle-dict-uncompressed-corrupt-checksum.parquet",
                    "the bytes of a page do not match its CRC, which DuckDB does not look at",
                    "parquet-testing/bad_data/ARROW-GH-45185.parquet",
                    "the first value continues a list that was never begun; parquet-java begins one",
                    "parquet-testing/bad_data/ARROW-RS-GH-6229-LEVELS.parquet",
                    "the page has 21 values where the column chunk has 1; DuckDB leaves 20 away"),
            Map.of());

    Optional<String> rightRefusal(String file) {
        return Optional.ofNullable(rightRefusals.get(file));
    }

    Optional<String> misreading(String file, String reader) {
        return Optional.ofNullable(misreadings.get(file + " (" + reader + ")"));
    }
}
