package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.Schemas;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.ReapedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateSchemaTest {

    @Test
    void everySchemaHasExamples() {
        assertEquals(
                List.of("lease", "meta", "probe", "quality_day", "reaped", "state", "state_month", "window"),
                Schemas.names());
        for (String schema : Schemas.names()) {
            assertFalse(Schemas.examples(schema).isEmpty(), schema);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValidAndIsRead(Path example) throws IOException {
        byte[] bytes = Files.readAllBytes(example);

        assertEquals(List.of(), Schemas.violations(Schemas.schemaOf(example), bytes));
        switch (Schemas.schemaOf(example)) {
            case "state" -> StateDocument.parse(bytes, example.toString());
            case "state_month" -> StateDocument.checkPartitions(new JsonFields(Json.parseObject(bytes), ""));
            case "lease" -> LeaseDocument.parse(bytes);
            case "reaped" -> ReapedRecord.parse(bytes, example.toString());
            case "meta" -> MetaDocument.parse(bytes, example.toString());
            default -> Json.parseObject(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyStateIsStillValidAfterARewrite(Path example) throws IOException {
        StateDocument document = StateDocument.parse(Files.readAllBytes(example), example.toString());
        for (Status status : Status.values()) {
            document = document.withEntry(Entries.day(status.json()), Entries.of(status));
        }
        byte[] rewritten = document.withEntry(Entries.day("bad"), Entries.quarantined("\u0000\u009b"))
                .withDays(Map.of(Entries.DAY, new DayEntry(Status.PARTIAL, Entries.NOW)))
                .withLastCompactedDate(Entries.DAY)
                .stamped(Entries.NOW, "00000000000000ff", 3)
                .toBytes();

        assertEquals(List.of(), Schemas.violations("state", rewritten));
    }

    @Test
    void rewritingAnExampleKeepsAllItSaid() throws IOException {
        for (Path example : Schemas.examples("state")) {
            byte[] bytes = Files.readAllBytes(example);
            ObjectNode before = Json.parseObject(bytes);
            ObjectNode after = Json.parseObject(
                    StateDocument.parse(bytes, example.toString()).toBytes());
            assertEquals(before, after, example.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            state | {"last_compacted_date": 20260126}
            state | {"partitions": {"a/b/c/20260126": {"status": "done"}}}
            state | {"partitions": {"a/b/c/20260126": {"status": "success", "rows": "7"}}}
            state | {"days": {"26 Jan": {"status": "success"}}}
            state | []
            lease | {"host": "x"}
            meta | {"rows": -1, "source_files": 3}
            meta | {"rows": 1, "source_files": 3, "ts_event_min": 20.26}
            meta | {"rows": 1, "source_files": 3, "daypack_version": "0.1.0"}
            reaped | {"partition_day": "a/b/c/20260126", "reaped_at": "yesterday"}
            reaped | {"parts": [{"key": "k", "bytes": -1, "etag": "e"}]}
            window | {"signals": {"dropped_events": "none"}}
            window | {"is_partial": "no"}
            window | {"signals": {"offline_seconds_by_exchange": {"binance": "0"}}}
            window | {"signals": {"eps_by_exchange": {"binance": {"min": "fast"}}}}
            quality_day | {"day_quality": "FINE", "version": "1.0.0"}
            """)
    void aWrongTypeIsNotValid(String schema, String text) {
        assertFalse(
                Schemas.violations(schema, text.getBytes(StandardCharsets.UTF_8))
                        .isEmpty(),
                text);
    }

    static List<Path> states() {
        return Schemas.examples("state");
    }

    static Stream<Path> examples() {
        return Schemas.names().stream().flatMap(schema -> Schemas.examples(schema).stream());
    }
}
