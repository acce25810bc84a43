package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.testing.DuckOracle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose days are in the order of several columns, with nulls among them. */
class SortOrderJourneyTest {

    private static final String PARTITION = "bbo/btcusdt";

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory).parts(PARTITION, YESTERDAY, 3);
        lake.environment.put("DAYPACK_ORDER_BY", " price DESC,\"trade_id\"");
    }

    private void checkDay() {
        List<Path> parts = List.of(
                lake.partPath(PARTITION, YESTERDAY, 0),
                lake.partPath(PARTITION, YESTERDAY, 1),
                lake.partPath(PARTITION, YESTERDAY, 2));
        DuckOracle.ordered("price", "price DESC NULLS LAST, trade_id NULLS LAST")
                .check(parts, lake.published(PARTITION, YESTERDAY, "data.parquet"));
        lake.checkDocuments();
    }

    @Test
    void theSidecarSaysTheOrderAndSaysTheSameWhenItIsWrittenAgain() {
        lake.environment.put("DAYPACK_NULL_KEYS", "last");
        Said said = lake.run("daily");
        assertEquals(0, said.code(), said::toString);
        checkDay();
        JsonNode meta = lake.meta(PARTITION, YESTERDAY);
        assertEquals("price desc, trade_id", meta.path("order_by").asText());
        assertEquals(
                "[\"price\",\"trade_id\",\"seq\"]",
                meta.path("ordering_columns").toString());
        assertTrue(meta.path("price_min").isTextual() && meta.path("price_max").isTextual(), meta::toString);
        assertTrue(meta.path("price_min").asDouble() < meta.path("price_max").asDouble(), meta::toString);
        Path data = lake.published(PARTITION, YESTERDAY, "data.parquet");
        byte[] before = SmallLake.bytes(data);
        SmallLake.delete(lake.published(PARTITION, YESTERDAY, "meta.json"));
        SmallLake.delete(lake.compact.resolve("compacted/_state.json"));
        assertEquals(0, lake.run("daily").code());
        assertArrayEquals(before, SmallLake.bytes(data));
        JsonNode again = lake.meta(PARTITION, YESTERDAY);
        for (String field : List.of("order_by", "ordering_columns", "price_min", "price_max")) {
            assertEquals(meta.path(field), again.path(field));
        }
        checkDay();
    }

    /** Prices are null now and then; unless somebody says where such rows go, the day is set apart. */
    @Test
    void nullsQuarantineTheDayUntilTheyGetAPlace() {
        Said refused = lake.run("daily");
        assertEquals(1, refused.code(), refused::toString);
        assertEquals(
                "quarantine", lake.entry(PARTITION, YESTERDAY).path("status").asText());
        assertEquals(
                "bad_sort_key",
                lake.entry(PARTITION, YESTERDAY).path("error_type").asText());
        assertTrue(lake.entry(PARTITION, YESTERDAY).path("error").asText().contains("null-keys: first or last"));
        Said said = lake.run("daily --retry-quarantine --null-keys last");
        assertEquals(0, said.code(), said::toString);
        checkDay();
    }

    /** Another order is another attempt: the day is packed anew where a person asks for it. */
    @Test
    void anotherPlaceForNullsIsAnotherAttempt() {
        assertEquals(0, lake.run("daily --null-keys first").code());
        String first = lake.meta(PARTITION, YESTERDAY).path("attempt").asText();
        assertEquals(
                0,
                lake.run("backfill --date-from 20260126 --date-to 20260126 --overwrite --null-keys last")
                        .code());
        assertTrue(!first.equals(lake.meta(PARTITION, YESTERDAY).path("attempt").asText()), first);
        checkDay();
    }
}
