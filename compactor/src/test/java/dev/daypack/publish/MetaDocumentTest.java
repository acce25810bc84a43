package dev.daypack.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.SchemaDrift;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.json.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaDocumentTest {

    private static final String HEX64 = "0123456789abcdef".repeat(4);

    private static final SchemaDrift DRIFT = new SchemaDrift(
            Map.of("bid\u001b", new SchemaDrift.Missing(2, List.of("b.parquet"))),
            Map.of("qty", new SchemaDrift.Widened(List.of("INT32"), "INT64", 1)),
            List.of("time"));

    @Test
    void aFullDocumentReadsBackAsItWasWrittenAndIsValid() {
        MetaDocument document = full("ts_event", KeyBounds.ofSigned(-5, 99));

        byte[] bytes = document.toBytes();

        assertEquals(document, MetaDocument.parse(bytes, "meta.json"));
        assertEquals(List.of(), Schemas.violations("meta", bytes));
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(text.contains("\"ts_event_min\" : -5,"), text);
        assertTrue(text.endsWith("}\n"), text);
    }

    @Test
    void theBoundsAreNamedAfterTheOrderColumnAndMayBeUnsigned() {
        MetaDocument document = full("received at", KeyBounds.ofUnsigned(1, -1));

        String text = new String(document.toBytes(), StandardCharsets.UTF_8);

        assertTrue(text.contains("\"received at_max\" : 18446744073709551615"), text);
        assertEquals(document, MetaDocument.parse(document.toBytes(), "meta.json"));
        assertEquals(List.of(), Schemas.violations("meta", document.toBytes()));
    }

    @Test
    void theBoundsOfWhatIsNoIntegerAreText() {
        MetaDocument document = full("symbol", KeyBounds.ofText("12", "5\n\""));

        String text = new String(document.toBytes(), StandardCharsets.UTF_8);

        assertTrue(text.contains("\"symbol_min\" : \"12\""), text);
        assertTrue(text.contains("\"symbol_max\" : \"5\\n\\\"\""), text);
        assertEquals(document, MetaDocument.parse(document.toBytes(), "meta.json"));
        assertEquals(List.of(), Schemas.violations("meta", document.toBytes()));
    }

    @Test
    void ofSeveralSortColumnsTheFirstNamesTheBounds() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("..", "state-schema", "examples", "meta.several-order-columns.json"));

        MetaDocument document = MetaDocument.parse(bytes, "meta.json");

        assertEquals("symbol, \"event time\" desc", document.orderBy());
        assertEquals(List.of("symbol", "event time", "seq"), document.orderingColumns());
        assertEquals(Optional.of(KeyBounds.ofText("adausdt", "xrpusdt")), document.bounds());
        assertEquals(document, MetaDocument.parse(document.toBytes(), "meta.json"));
    }

    @Test
    void aRebuiltDocumentOfNoRowsReadsBack() {
        MetaDocument document = new MetaDocument(
                0,
                "ts_event",
                Optional.empty(),
                List.of("ts_event", "seq"),
                Optional.empty(),
                4,
                List.of(),
                Superseded.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Provenance(
                        "e",
                        1,
                        HEX64,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        SchemaDrift.EMPTY,
                        Optional.empty(),
                        Optional.empty(),
                        "0.1.0",
                        OptionalLong.empty(),
                        OptionalLong.empty())));

        assertEquals(document, MetaDocument.parse(document.toBytes(), "meta.json"));
        assertEquals(List.of(), Schemas.violations("meta", document.toBytes()));
    }

    @Test
    void theOldJobsDocumentIsRead() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("..", "state-schema", "examples", "meta.old-job.json"));

        MetaDocument document = MetaDocument.parse(bytes, "meta.json");

        assertEquals(18_231_921, document.rows());
        assertEquals(612, document.sourceFiles());
        assertEquals(Optional.of(KeyBounds.ofSigned(1769385600012L, 1769471999871L)), document.bounds());
        assertEquals(Optional.of("1"), document.schemaVersion());
        assertEquals(Optional.empty(), document.provenance());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"source_files": 1} | rows: is missing
            {"rows": 1} | source_files: is missing
            {"rows": 1, "source_files": 1, "ts_event_min": 3, "ts_event_max": 2} | ts_event_min: is above
            {"rows": 1, "source_files": 1, "daypack_version": "1", "etag": 3} | etag: expected text
            {"rows": 1, "source_files": 2, "inputs": [{"key": "a", "bytes": 1, "etag": "x"}]} | inputs: names 1 parts
            {"rows": 1, "source_files": 1, "inputs": [{"key": "a", "bytes": "1", "etag": "x"}]} | inputs[0].bytes: expected a whole number
            {"rows": 1, "source_files": 1, "superseded": {"parts": 0, "bytes": 1, "keys": ["a"]}} | superseded.keys: names 1 parts
            """)
    void aBrokenDocumentNamesThePlaceAndTheRemedy(String text, String problem) {
        MalformedJsonException error = assertThrows(
                MalformedJsonException.class,
                () -> MetaDocument.parse(text.getBytes(StandardCharsets.UTF_8), "date=20260126/meta.json"));

        assertTrue(error.getMessage().startsWith("date=20260126/meta.json: " + problem), error.getMessage());
        assertTrue(error.getMessage().contains("remove the sidecar"), error.getMessage());
    }

    private static MetaDocument full(String orderBy, KeyBounds bounds) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(orderBy, "00f1e2d3c4b5a697");
        digests.put("seq", "0000000000000003");
        return new MetaDocument(
                3,
                orderBy,
                Optional.of(bounds),
                List.of(orderBy, "seq"),
                Optional.of(HEX64),
                2,
                List.of(
                        new MetaInput("a.parquet", 10, "e1", OptionalLong.of(1)),
                        new MetaInput("b.parquet", 11, "e2", OptionalLong.empty())),
                new Superseded(30, 300, List.of("0.parquet")),
                Optional.of("1"),
                Optional.of("bbo"),
                Optional.of("GOOD"),
                Optional.of("1.0.0"),
                Optional.of(new Provenance(
                        "e3",
                        4096,
                        HEX64,
                        digests,
                        Map.of("b.parquet", 2L),
                        Map.of("ARROW:schema", "not understood: it is cut off"),
                        DRIFT,
                        Optional.of("20260127_010000"),
                        Optional.of("attempt-1"),
                        "0.1.0",
                        OptionalLong.of(7),
                        OptionalLong.of(6))));
    }
}
