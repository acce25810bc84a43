package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceSequenceTest {

    private static String text(Runs runs) {
        List<String> text = new ArrayList<>();
        for (int run = 0; run < runs.count(); run++) {
            text.add(runs.source(run) + ":" + runs.start(run) + "+" + runs.length(run));
        }
        return String.join(" ", text);
    }

    @Test
    void sourcesFollowEachOtherAndEmptyOnesAreNotSeen() {
        try (SourceSequence sequence = new SourceSequence(List.of(0L, 3L, 0L, 0L, 4L, 1L, 0L))) {
            Runs runs = new Runs();
            assertEquals(0, sequence.maxOpenSources());
            assertEquals(5, sequence.next(5, runs));
            assertEquals("1:0+3 4:0+2", text(runs));
            runs.clear();
            assertEquals(3, sequence.next(5, runs));
            assertEquals("4:2+2 5:0+1", text(runs));
            runs.clear();
            assertEquals(0, sequence.next(5, runs));
            assertEquals("", text(runs));
            assertEquals(8, sequence.rows());
            assertEquals(1, sequence.maxOpenSources());
        }
    }

    /** All cuts of all small sets of sources. */
    @Test
    void everyRowIsTakenOnceInOrder() {
        for (int code = 0; code < 256; code++) {
            List<Long> rows = List.of(code & 3L, code >> 2 & 3L, code >> 4 & 3L, code >> 6 & 3L);
            List<String> expected = new ArrayList<>();
            for (int source = 0; source < rows.size(); source++) {
                for (int row = 0; row < rows.get(source); row++) {
                    expected.add(source + "/" + row);
                }
            }
            for (int maxRows = 1; maxRows < 14; maxRows++) {
                assertEquals(expected, taken(new SourceSequence(rows), maxRows), rows + " by " + maxRows);
            }
        }
    }

    private static List<String> taken(SourceSequence sequence, int maxRows) {
        List<String> taken = new ArrayList<>();
        Runs runs = new Runs();
        int rows;
        do {
            runs.clear();
            rows = sequence.next(maxRows, runs);
            assertEquals(rows, runs.rows());
            for (int run = 0; run < runs.count(); run++) {
                for (int i = 0; i < runs.length(run); i++) {
                    taken.add(runs.source(run) + "/" + (runs.start(run) + i));
                }
            }
        } while (rows == maxRows);
        assertEquals(0, sequence.next(maxRows, runs));
        return taken;
    }

    @Test
    void largeSourcesAreCutWithoutOverflow() {
        long rows = 3L * Integer.MAX_VALUE;
        SourceSequence sequence = new SourceSequence(List.of(rows, 5L));
        Runs runs = new Runs();
        for (int i = 0; i < 3; i++) {
            runs.clear();
            assertEquals(Integer.MAX_VALUE, sequence.next(Integer.MAX_VALUE, runs));
            assertEquals((long) i * Integer.MAX_VALUE, runs.start(0));
        }
        runs.clear();
        assertEquals(5, sequence.next(Integer.MAX_VALUE, runs));
        assertEquals("1:0+5", text(runs));
        assertEquals(rows + 5, sequence.rows());
    }

    @Test
    void wrongUseIsToldInWords() {
        IllegalArgumentException negative =
                assertThrows(IllegalArgumentException.class, () -> new SourceSequence(List.of(1L, -1L)));
        assertTrue(negative.getMessage().contains("source 1"), negative.getMessage());
        SourceSequence sequence = new SourceSequence(List.of(1L));
        assertThrows(IllegalArgumentException.class, () -> sequence.next(0, new Runs()));
        sequence.close();
        sequence.close();
        assertThrows(IllegalStateException.class, () -> sequence.next(1, new Runs()));
    }
}
