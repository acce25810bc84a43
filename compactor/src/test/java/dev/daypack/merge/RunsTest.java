package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunsTest {

    private final Runs runs = new Runs();

    @Test
    void aRunThatGoesOnWithTheSameSourceIsJoined() {
        runs.append(3, 10, 5);
        runs.append(3, 15, 2);
        runs.append(4, 17, 1);
        assertEquals("3@10+7 4@17+1", text());
        assertEquals(8, runs.rows());
    }

    @Test
    void aGapOrAnotherSourceBeginsANewRun() {
        runs.append(3, 10, 5);
        runs.append(3, 16, 1);
        runs.append(4, 17, 1);
        runs.append(3, 17, 1);
        assertEquals("3@10+5 3@16+1 4@17+1 3@17+1", text());
    }

    @Test
    void aJoinedRunNeverGrowsPastAnInt() {
        runs.append(1, 0, Integer.MAX_VALUE - 1);
        runs.append(1, Integer.MAX_VALUE - 1, 2);
        runs.append(1, Integer.MAX_VALUE + 1L, 1);
        assertEquals("1@0+2147483646 1@2147483646+3", text());
        assertEquals(Integer.MAX_VALUE + 2L, runs.rows());
    }

    @Test
    void aRowAfterARunOfAnIntsLengthBeginsANewRun() {
        runs.append(1, 0, Integer.MAX_VALUE);
        assertEquals(1, runs.appendRow(1, Integer.MAX_VALUE));
        assertEquals("1@0+2147483647 1@2147483647+1", text());
    }

    @Test
    void rowByRowGivesWhatAppendGives() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Runs byRow = new Runs();
            runs.clear();
            for (int i = 0; i < 5000; i++) {
                int source = random.nextInt(3);
                long start = (i / 40L << 33) + i + random.nextInt(20) / 19;
                runs.append(source, start, 1);
                assertEquals(runs.length(runs.count() - 1), byRow.appendRow(source, start), "seed " + seed);
            }
            assertEquals(text(runs), text(byRow), "seed " + seed);
            assertEquals(runs.rows(), byRow.rows(), "seed " + seed);
        }
    }

    @Test
    void itGrowsToAnyNumberOfRunsAndIsReusedAfterClear() {
        for (int i = 0; i < 10_000; i++) {
            runs.append(i, 2L * i, 1);
        }
        assertEquals(10_000, runs.count());
        assertEquals(9_999, runs.source(9_999));
        assertEquals(19_998, runs.start(9_999));
        long bytes = runs.bytes();
        runs.clear();
        assertEquals(0, runs.count());
        assertEquals(0, runs.rows());
        assertEquals(bytes, runs.bytes());
        runs.append(9_999, 19_999, 1);
        assertEquals("9999@19999+1", text());
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> runs.append(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> runs.append(0, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> runs.append(-1, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> runs.start(0));
    }

    private String text() {
        return text(runs);
    }

    private static String text(Runs runs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.count(); i++) {
            text.append(runs.source(i))
                    .append('@')
                    .append(runs.start(i))
                    .append('+')
                    .append(runs.length(i))
                    .append(' ');
        }
        return text.toString().trim();
    }
}
