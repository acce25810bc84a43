package dev.daypack.benchmarks;

import org.apache.parquet.column.ParquetProperties;

/**
 * How a part is laid out: one row group, data pages v1, snappy.
 *
 * @param pageBytes about how large a page is before compression
 * @param hasDictionaries whether columns start with a dictionary, and fall back to PLAIN where it outgrows 1 MiB
 */
record PartShape(int pageBytes, boolean hasDictionaries) {

    static final int MEBIBYTE = 1 << 20;

    /** As pyarrow's {@code write_table} lays parts out by default. */
    static final PartShape PYARROW = new PartShape(MEBIBYTE, true);

    static PartShape plain(int pageBytes) {
        return new PartShape(pageBytes, false);
    }

    ParquetProperties properties() {
        return ParquetProperties.builder()
                .withPageSize(pageBytes)
                .withDictionaryPageSize(MEBIBYTE)
                .withPageRowCountLimit(Integer.MAX_VALUE)
                .withPageWriteChecksumEnabled(false)
                .withValuesWriterFactory(new PartEncodings(this))
                .build();
    }
}
