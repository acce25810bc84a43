package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is measured, and on what: no figure enters a document without it. */
final class Machine {

    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB$");
    private static final Pattern RELEASE = Pattern.compile("^(\\d+\\.\\d+)");
    private static final double KIBIBYTES_PER_GIBIBYTE = 1 << 20;

    private final Path launcher;

    Machine(Path launcher) {
        this.launcher = launcher;
    }

    /** One sentence. */
    String words() throws IOException {
        String commit = said(List.of("git", "rev-parse", "--short", "HEAD"));
        String changes = said(List.of("git", "status", "--porcelain", "--untracked-files=no"));
        double gibibytes = Double.parseDouble(found(MEMORY, Files.readString(Path.of("/proc/meminfo")), "0"))
                / KIBIBYTES_PER_GIBIBYTE;
        return String.format(
                Locale.ROOT,
                "Commit %s%s, %s: %d cores of %s, %.0f GiB, Linux %s; %s; DuckDB and parquet-java on Java %s.",
                commit.isEmpty() ? "unknown" : commit,
                changes.isEmpty() ? "" : " with changes",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                found(MODEL, Files.readString(Path.of("/proc/cpuinfo")), "an unknown processor"),
                gibibytes,
                found(RELEASE, System.getProperty("os.version"), "of some release"),
                said(List.of(launcher.toString(), "--version")).replace("\n", ", "),
                System.getProperty("java.version"));
    }

    private static String found(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    /** What a command prints, in the directory of the launcher; nothing if it fails. */
    private String said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(launcher.getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
