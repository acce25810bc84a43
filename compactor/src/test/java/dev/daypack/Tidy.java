package dev.daypack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of style that a machine can see, in the spirit of TigerBeetle's tidy. Findings are lines that name file and
 * rule.
 */
final class Tidy {

    static final int MAX_LINE_CHARS = 120;
    static final int MAX_FILE_LINES = 500;

    /** Put together from pieces, so that this file does not find itself. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final String TEXT_BLOCK = "\"\"" + '"';
    private static final Pattern DECISION = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Set<String> NO_DECISIONS = Set.of("README.md");

    private Tidy() {}

    /** Findings in one Java file. */
    static List<String> inSource(String name, List<String> lines) {
        List<String> findings = new ArrayList<>();
        if (lines.size() > MAX_FILE_LINES) {
            findings.add(name + ": " + lines.size() + " lines, more than " + MAX_FILE_LINES);
        }
        boolean isInTextBlock = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = name + ":" + (i + 1) + ": ";
            isInTextBlock ^= line.contains(TEXT_BLOCK);
            // What a text block says, and the names of others' types, cannot be broken.
            boolean mayBeLong = isInTextBlock || line.startsWith("import ");
            if (!mayBeLong && line.codePointCount(0, line.length()) > MAX_LINE_CHARS) {
                findings.add(where + "longer than " + MAX_LINE_CHARS + " characters");
            }
            if (line.indexOf('\t') >= 0) {
                findings.add(where + "a tab");
            }
            Matcher unfinished = UNFINISHED.matcher(line);
            if (unfinished.find()) {
                findings.add(where + unfinished.group());
            }
        }
        return findings;
    }

    /** Findings in all Java files below a directory. */
    static List<String> inSources(Path directory) {
        List<String> findings = new ArrayList<>();
        for (Path file : filesBelow(directory)) {
            if (file.toString().endsWith(".java")) {
                findings.addAll(inSource(directory.relativize(file).toString(), lines(file)));
            }
        }
        return findings;
    }

    /** The packages below a source directory that say nothing about themselves. */
    static List<String> packagesWithoutInfo(Path directory) {
        Set<Path> packages = new TreeSet<>();
        Set<Path> described = new TreeSet<>();
        for (Path file : filesBelow(directory)) {
            if (file.toString().endsWith(".java")) {
                packages.add(file.getParent());
            }
            if (file.endsWith("package-info.java")) {
                described.add(file.getParent());
            }
        }
        packages.removeAll(described);
        return packages.stream()
                .map(path -> directory.relativize(path) + ": no package-info.java")
                .toList();
    }

    /** Findings in the names of the decision records: 0001-some-words.md and on, without gaps. */
    static List<String> inDecisions(List<String> names) {
        List<String> findings = new ArrayList<>();
        int expected = 1;
        for (String name : names.stream().sorted().toList()) {
            Matcher decision = DECISION.matcher(name);
            if (NO_DECISIONS.contains(name)) {
                continue;
            }
            if (!decision.matches()) {
                findings.add(name + ": not like 0001-some-words.md");
            } else if (Integer.parseInt(decision.group(1)) != expected++) {
                findings.add(String.format("%s: expected %04d", name, expected - 1));
                expected = Integer.parseInt(decision.group(1)) + 1;
            }
        }
        return findings;
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
