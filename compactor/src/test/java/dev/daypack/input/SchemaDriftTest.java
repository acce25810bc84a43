package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.SchemaDrift.Missing;
import dev.daypack.input.SchemaDrift.Widened;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaDriftTest {

    @Test
    void theSummaryCountsColumnsAndParts() {
        assertEquals("", SchemaDrift.EMPTY.summary());
        assertTrue(SchemaDrift.EMPTY.isEmpty());
        Map<String, Missing> missing = Map.of("a", new Missing(14, List.of()), "b", new Missing(14, List.of()));
        assertEquals("2 columns missing in 14 parts", new SchemaDrift(missing, Map.of(), List.of()).summary());
        assertEquals(
                "2 columns missing in up to 3 parts, 1 column widened in 1 part,"
                        + " 1 column without an annotation that is not known",
                new SchemaDrift(
                                Map.of("a", new Missing(3, List.of()), "b", new Missing(1, List.of())),
                                Map.of("c", new Widened(List.of("INT32"), "INT64", 1)),
                                List.of("d"))
                        .summary());
    }

    @Test
    void whatItTakesInTheFooterIsLimited() {
        List<String> keys = IntStream.range(0, 1_000).mapToObj(i -> "part-" + i).toList();
        Map<String, Missing> missing = new LinkedHashMap<>();
        IntStream.range(0, 1_000).forEach(i -> missing.put("column" + i, new Missing(1_000, keys)));
        SchemaDrift drift = new SchemaDrift(missing, Map.of(), List.of());
        assertEquals(1_000, drift.missing().size());
        assertEquals(keys.subList(0, 20), drift.missing().get("column63").keys());
        assertEquals(new Missing(1_000, List.of()), drift.missing().get("column64"));
    }

    @Test
    void countsAreNeverBelowWhatIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Missing(0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Missing(1, List.of("a", "b")));
        assertThrows(IllegalArgumentException.class, () -> new Widened(List.of(), "INT64", 1));
    }
}
