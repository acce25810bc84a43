package dev.daypack.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stdout and stderr are connected to. Java cannot tell the two apart; a shell can: the launcher, which says so, or
 * one that is started for it. A system without a POSIX shell counts as pipes.
 *
 * @param isOut whether people read stdout
 * @param isErr whether people read stderr, and it understands ANSI sequences
 * @param unicode whether it shows more than ASCII
 */
public record Terminal(boolean isOut, boolean isErr, boolean unicode) {

    /** Pipes and files. */
    public static final Terminal NONE = new Terminal(false, false, false);

    private static final int FALLBACK_COLUMNS = 80;

    /** Set by the launcher: 1 if stdout is a terminal, plus 2 if stderr is. */
    private static final String TOLD = "daypack.terminals";

    /** Asks the operating system, unless the launcher did. */
    public static Terminal detect(Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        int told = Integer.getInteger(TOLD, -1);
        int answer = told >= 0 ? told : exitCode("a=0; test -t 1 && a=1; test -t 2 && a=$((a+2)); exit $a");
        return new Terminal((answer & 1) != 0, (answer & 2) != 0, isUnicode(environment));
    }

    /** Characters in a line of the terminal now. */
    public static int columns() {
        String[] words = firstLine("stty size 2>/dev/null </dev/tty").split(" ", -1);
        try {
            int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return columns > 0 ? columns : FALLBACK_COLUMNS;
        } catch (NumberFormatException unknown) {
            return FALLBACK_COLUMNS;
        }
    }

    private static boolean isUnicode(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(locale -> locale.toUpperCase(Locale.ROOT).replace("-", ""))
                .filter(locale -> locale.contains("UTF8"))
                .isPresent();
    }

    private static int exitCode(String script) {
        try {
            // The script sees our own stdout and stderr, so all it can answer with is its exit code.
            Process shell = new ProcessBuilder("sh", "-c", script).inheritIO().start();
            return shell.waitFor();
        } catch (IOException noShell) {
            return 0;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String firstLine(String script) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", script)
                    .redirectError(Redirect.DISCARD)
                    .start();
            shell.getOutputStream().close();
            byte[] answer = shell.getInputStream().readNBytes(64);
            return new String(answer, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException noShell) {
            return "";
        }
    }
}
