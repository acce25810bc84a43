package dev.daypack.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.input.SchemaDrift;
import dev.daypack.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImprintTest {

    private static final SchemaDrift DRIFT = new SchemaDrift(
            Map.of("bid\u001b", new SchemaDrift.Missing(30, List.of("b.parquet"))),
            Map.of("qty", new SchemaDrift.Widened(List.of("INT32", "INT64"), "DOUBLE", 1)),
            List.of("time"));

    @Test
    void whatAFooterSaysIsReadBack() {
        Imprint imprint = imprint(DRIFT, Optional.of("20260127_010000"));
        assertEquals(Optional.of(imprint), Imprint.of(imprint.toKeyValues()));
    }

    @Test
    void partsThatAgreeAndDeliveriesThatAreNotToldLeaveNoTrace() {
        Imprint imprint = imprint(SchemaDrift.EMPTY, Optional.empty());
        Map<String, String> entries = imprint.toKeyValues();
        assertFalse(entries.containsKey("daypack.schema_drift"), entries::toString);
        assertFalse(entries.containsKey("daypack.delivery"), entries::toString);
        assertEquals(Optional.of(imprint), Imprint.of(entries));
    }

    @Test
    void aBrokenDriftIsMalformed() {
        Map<String, String> entries =
                new LinkedHashMap<>(imprint(DRIFT, Optional.empty()).toKeyValues());
        for (String broken : List.of(
                "[]",
                "{\"missing\": {\"a\": {\"parts\": 0}}}",
                "{\"missing\": {\"a\": 3}}",
                "{\"widened\": {\"a\": {\"from\": [], \"to\": \"INT64\", \"parts\": 1}}}")) {
            entries.put("daypack.schema_drift", broken);
            assertThrows(MalformedJsonException.class, () -> Imprint.of(entries), broken);
        }
    }

    /** A footer has no checksum; whoever asks for the bounds later does not expect that there are none. */
    @Test
    void boundsThatAreNoneAreRefusedAtOnce() {
        Map<String, String> entries =
                new LinkedHashMap<>(imprint(SchemaDrift.EMPTY, Optional.empty()).toKeyValues());
        for (String broken : List.of("3", "1e9", "")) {
            entries.put("daypack.min", broken);
            assertThrows(IllegalArgumentException.class, () -> Imprint.of(entries), broken);
        }
    }

    private static Imprint imprint(SchemaDrift drift, Optional<String> delivery) {
        return new Imprint(
                "attempt",
                "digest",
                2,
                "ts_event",
                "seq",
                Optional.of("1"),
                Optional.of("2"),
                true,
                Map.of("ts_event", "00"),
                Map.of("b.parquet", 2L),
                Map.of(),
                drift,
                "schema",
                "GOOD",
                "1.0.0",
                delivery,
                "0.1.0");
    }
}
