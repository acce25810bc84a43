package dev.daypack.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    private static final int COLUMNS = 80;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catch-up",
                "daily",
                "backfill",
                "plan",
                "quality-report",
                "merge",
                "inspect",
                "verify",
                "reap",
                "serve",
                "fsck",
                "state",
                "doctor",
                "settings",
                "demo"
            })
    void everyCommandHasHelpThatFitsAndAnExample(String command) {
        Console console = new Console(directory);
        assertEquals(0, console.runLine(command + " --help"));
        String help = console.out();
        assertTrue(help.contains("Usage: daypack " + command), help);
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("-h, --help"), help);
        help.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
        help.lines()
                .filter(line -> line.startsWith("  daypack "))
                .forEach(line -> assertTrue(line.startsWith("  daypack " + command), line));
    }

    @Test
    void theTopHelpNamesEveryCommandAndExitCode() {
        Console console = new Console(directory);
        assertEquals(0, console.runLine("--help"));
        assertEquals("""
                Packs a day of small Parquet files into one verified, time-ordered file.

                Usage: daypack [COMMAND] [OPTIONS]

                Reads a collector's parts from a raw store, writes one data.parquet for each
                partition and day to a compact store, and remembers what it has done. Without a
                command it catches up.

                  -h, --help      Show this help.
                  -V, --version   Show the version.

                Commands:
                  catch-up        Pack every day since the watermark, up to yesterday. The
                                    default.
                  daily           Pack yesterday (UTC), and what was begun before.
                  backfill        Pack a range of days, or all older days, newest first.
                  plan            Show what a run would do and why, and change nothing.
                  quality-report  Show how good the collector's evidence of the last days is.
                  merge           Merge Parquet files into one, ordered and verified.
                  inspect         Look into one Parquet file: footer, pages, and the first
                                    thing wrong with it.
                  verify          Read what is published again, and check it against all that
                                    it claims.
                  reap            Delete raw parts of days that are packed, settled, and proven
                                    again.
                  serve           Stay and catch up every night.
                  fsck            Check the compact store against itself; --repair cures what
                                    can be cured.
                  state           Make a state that is lost or cannot be read again, from what
                                    is published.
                  doctor          Look over settings, host and stores, and say what to put
                                    right.
                  settings        Show every setting, its value, and where the value comes from.
                  demo            Make a small lake in ./demo, pack it, and show what happens.

                First steps:
                  daypack demo                         (needs no settings)
                  daypack plan --raw file:///data/raw --compact file:///data/packed
                  daypack catch-up --help

                Exit codes:
                  0  done, or nothing to do
                  1  something failed or was quarantined
                  2  wrong flags or settings
                  3  a store is unreachable or refuses
                  4  interrupted; the state is consistent
                """, console.out());
    }

    @Test
    void helpMayBeAskedForAsACommand() {
        Console console = new Console(directory);
        assertEquals(0, console.runLine("help merge"));
        assertTrue(console.out().contains("Usage: daypack merge"), console.out());
        assertEquals(0, console.runLine("help"));
        assertTrue(console.out().contains("Usage: daypack [COMMAND]"), console.out());
    }

    @Test
    void theVersionIsOneLine() {
        Console console = new Console(directory);
        assertEquals(0, console.runLine("--version"));
        assertTrue(console.out().matches("daypack \\d+\\.\\d+\\.\\d+ \\(Java .*\\)\\n"), console.out());
    }
}
