package dev.daypack.roundtrip;

import dev.daypack.testing.Duck;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How DuckDB writes a part.
 *
 * @param version of pages and encodings: V2 has the DELTA encodings and BYTE_STREAM_SPLIT
 * @param dictionaryEntries at most in a dictionary
 * @param rowGroupRows at most, in steps of 2,048
 */
record DuckForm(String codec, String version, int dictionaryEntries, int rowGroupRows, boolean hasFieldIds) {

    private static final List<String> CODECS = List.of("uncompressed", "snappy", "gzip", "zstd", "lz4_raw", "brotli");
    private static final int[] DICTIONARY_ENTRIES = {1, 6, 1_000_000};

    /** Every codec with every version and size of dictionary. */
    static final int COMBINATIONS = CODECS.size() * 2 * DICTIONARY_ENTRIES.length;

    /** The combination of a number, any number; field ids are alike in the parts of a trip. */
    static DuckForm of(long number, boolean hasFieldIds, SplittableRandom random) {
        int combination = Math.toIntExact(Math.floorMod(number, (long) COMBINATIONS));
        int rest = combination / CODECS.size();
        return new DuckForm(
                CODECS.get(combination % CODECS.size()),
                rest % 2 == 0 ? "V1" : "V2",
                DICTIONARY_ENTRIES[rest / 2],
                random.nextBoolean() ? 2_048 : 100_000,
                hasFieldIds);
    }

    /** Whether parquet-java can read it as the tests have it. */
    boolean isReadByParquetJava() {
        return !codec.equals("brotli");
    }

    void write(Duck duck, String query, Path part) {
        duck.run(("COPY (%s) TO %s (FORMAT parquet, COMPRESSION %s, PARQUET_VERSION %s, DICTIONARY_SIZE_LIMIT %d,"
                        + " ROW_GROUP_SIZE %d%s)")
                .formatted(
                        query,
                        Duck.text(part.toString()),
                        codec,
                        version,
                        dictionaryEntries,
                        rowGroupRows,
                        hasFieldIds ? ", FIELD_IDS 'auto'" : ""));
    }
}
