package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a day whose columns differ, under the setting schema. */
class SchemaSettingTest {

    private static final String BTC = "bbo/btcusdt";

    @TempDir
    private Path directory;

    private SmallLake lake;

    /** The second part lacks a column and has another one narrower. */
    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        Path first = lake.part(BTC, YESTERDAY, 0, 0);
        PartWriter.of(
                        PartWriter.optional(INT64, "ts_event"),
                        PartWriter.optional(INT64, "qty"),
                        PartWriter.optional(DOUBLE, "price"))
                .write(first, List.of(PartWriter.row(1L, 10L, 0.5), PartWriter.row(3L, 30L, 1.5)));
        PartWriter.of(PartWriter.optional(INT64, "ts_event"), PartWriter.optional(INT32, "qty"))
                .write(lake.partPath(BTC, YESTERDAY, 1), List.<Object[]>of(PartWriter.row(2L, 20)));
    }

    @Test
    void unionPacksThemAndSaysHowTheyDiffered() {
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        String words = "1 column missing in 1 part, 1 column widened in 1 part";
        assertTrue(said.out().contains("schema drift: binance/bbo/btcusdt/20260126: " + words), said::toString);
        lake.check();
        JsonNode drift = lake.meta(BTC, YESTERDAY).path("schema_drift");
        String key = SmallLake.prefix(BTC, YESTERDAY) + "/part-1767755368-000001.parquet";
        assertEquals(SmallLake.json("{\"price\": {\"parts\": 1, \"keys\": [\"" + key + "\"]}}"), drift.path("missing"));
        assertEquals(
                SmallLake.json("{\"qty\": {\"from\": [\"INT32\"], \"to\": \"INT64\", \"parts\": 1}}"),
                drift.path("widened"));
    }

    @Test
    void aSidecarThatIsLostIsWrittenAnewWithTheDrift() {
        assertEquals(0, lake.run("catch-up").code());
        JsonNode drift = lake.meta(BTC, YESTERDAY).path("schema_drift");
        SmallLake.delete(lake.published(BTC, YESTERDAY, "meta.json"));
        Said said = lake.run("catch-up --recheck-days 2");
        assertTrue(said.out().contains("1 column missing in 1 part"), said::toString);
        assertEquals(drift, lake.meta(BTC, YESTERDAY).path("schema_drift"));
        lake.check();
    }

    @Test
    void strictSetsTheDayApart() {
        for (String command : List.of("catch-up --schema strict", "catch-up --retry-quarantine --schema strict")) {
            Said said = lake.run(command);
            assertEquals(1, said.code(), said::toString);
            assertEquals(
                    "schema_mismatch",
                    lake.entry(BTC, YESTERDAY).path("error_type").asText());
        }
        lake.environment.put("DAYPACK_SCHEMA", "strict");
        assertEquals(1, lake.run("catch-up --retry-quarantine").code());
        assertEquals(List.of(), lake.published());
        assertEquals(0, lake.run("catch-up --retry-quarantine --schema union").code());
        lake.check();
    }

    @Test
    void aPlainMergeTakesTheFlagToo() {
        String[] words = {
            "merge",
            "--output",
            directory.resolve("out.parquet").toString(),
            lake.partPath(BTC, YESTERDAY, 0).toString(),
            lake.partPath(BTC, YESTERDAY, 1).toString(),
            "--schema",
            "strict"
        };
        Said strict = lake.runPlain(words);
        assertFalse(strict.code() == 0, strict::toString);
        words[words.length - 1] = "union";
        Said union = lake.runPlain(words);
        assertEquals(0, union.code(), union::toString);
        assertTrue(union.out().contains("; 1 column missing in 1 part, 1 column widened in 1 part;"), union::toString);
    }
}
