package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One part with one row group.
 *
 * @param isSorted false: rows in an order that has nothing to do with time
 */
record SinglePart(long rows, PartShape shape, boolean isSorted) implements Recipe {

    /** PLAIN bytes of a row of quotes: lengths and texts of three strings, 7 numbers of eight or four bytes. */
    private static final int QUOTE_BYTES =
            3 * Integer.BYTES + "binanceBTCUSDTbbo".length() + 6 * Long.BYTES + Integer.BYTES;

    private static final long QUIET_DAY_ROWS = 20_000_000;

    /** In order of time, PLAIN, about as many bytes before compression as given. */
    static SinglePart ofPlainBytes(long bytes, int pageBytes) {
        return new SinglePart(bytes / QUOTE_BYTES, PartShape.plain(pageBytes), true);
    }

    @Override
    public long write(Path directory) throws IOException {
        Ticks ticks = Stream.QUOTES.ticks(Math.max(rows, QUIET_DAY_ROWS));
        try (PartFile out = new PartFile(directory.resolve("f00000.parquet"), Stream.QUOTES, shape)) {
            for (long row = 0; row < rows; row++) {
                ticks.next(false);
                if (!isSorted) {
                    ticks.scatter();
                }
                out.add(ticks, row);
            }
        }
        return rows;
    }
}
