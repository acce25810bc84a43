package dev.daypack.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BybitSlicesTest {

    private static final long SEED = 20260204;

    @TempDir
    Path directory;

    @Test
    void cutsHoldAllRowsInOrderOfArrivalWithoutSeq() {
        List<Path> parts = BybitSlices.cut(directory, SEED, 0);
        assertTrue(parts.size() > 40, parts.size() + " parts");
        assertEquals(parts.stream().sorted().toList(), parts);
        try (Duck duck = new Duck()) {
            String all = "read_parquet(" + Duck.list(parts) + ")";
            assertEquals(BybitSlices.ROWS, duck.number("SELECT count(*) FROM " + all));
            assertEquals(
                    List.of(
                            "ts_event",
                            "ts_recv",
                            "exchange",
                            "symbol",
                            "stream",
                            "stream_version",
                            "bid_price",
                            "bid_qty",
                            "ask_price",
                            "ask_qty"),
                    duck.describe("SELECT * FROM " + all).stream()
                            .map(Duck.Column::name)
                            .toList());
        }
    }

    @Test
    void packedByTheOracleTheyGiveBackTheOriginalOrder() {
        for (double lateShare : new double[] {0, 0.2}) {
            Path output = directory.resolve("out.parquet");
            DuckOracle.usual().writeExpected(BybitSlices.cut(directory, SEED, lateShare), output);
            BybitSlices.checkOrder(output);
        }
    }

    @Test
    void lateRowsMakePartsOverlap() {
        List<Path> parts = BybitSlices.cut(directory, SEED, 0.2);
        try (Duck duck = new Duck()) {
            long overlaps = duck.number("SELECT count(*) FROM (SELECT min(ts_event) AS low, lag(max(ts_event)) OVER"
                    + " (ORDER BY filename) AS before FROM read_parquet(" + Duck.list(parts)
                    + ", filename = true) GROUP BY filename) WHERE low < before");
            assertTrue(overlaps > parts.size() / 2, overlaps + " of " + parts.size());
        }
    }

    @Test
    void aSwappedPairIsSeen() {
        Path output = directory.resolve("out.parquet");
        try (Duck duck = new Duck()) {
            duck.run("COPY (SELECT * EXCLUDE (seq), row_number() OVER () - 1 AS seq FROM (SELECT * FROM read_parquet("
                    + Duck.list(BybitSlices.originals()) + ") ORDER BY CASE seq WHEN 178600 THEN 178601 WHEN 178601"
                    + " THEN 178600 ELSE seq END)) TO " + Duck.text(output.toString()) + " (FORMAT parquet)");
        }
        AssertionError error = assertThrows(AssertionError.class, () -> BybitSlices.checkOrder(output));
        assertTrue(error.getMessage().contains("row 11 should be seq 178600"), error.getMessage());
    }
}
