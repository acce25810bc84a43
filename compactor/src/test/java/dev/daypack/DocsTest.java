package dev.daypack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.daypack.cli.ReadmeCommands;
import dev.daypack.settings.EffectiveSetting;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents say nothing of classes, settings, commands and files that are not there. */
class DocsTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path README = MODULE.resolveSibling("README.md");
    private static final Path ARCHITECTURE = MODULE.resolve("docs/ARCHITECTURE.md");
    private static final Path DECISIONS = MODULE.resolve("docs/decisions");

    /** {@code package.Class} or {@code package.Class.member} alone between backticks. */
    private static final Pattern CLASS = Pattern.compile("`([a-z]+)\\.([A-Z]\\w*)(?:\\.(\\w+))?`");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    /** Its default is the machine's. */
    private static final String SCRATCH = "scratch";

    @Test
    void everyClassThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path document : documents()) {
            for (MatchResult named :
                    CLASS.matcher(Files.readString(document)).results().toList()) {
                found++;
                if (!exists(named.group(1) + "." + named.group(2), named.group(3))) {
                    missing.add(document.getFileName() + ": " + named.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 50, "only " + found + " names of classes were found");
    }

    @Test
    void theTableOfSettingsIsTheCatalogue() throws IOException {
        Map<String, String> catalogue = new TreeMap<>();
        for (EffectiveSetting setting : settings(Optional.empty())) {
            catalogue.put(setting.name(), setting.text().isEmpty() ? "-" : setting.text());
        }
        Map<String, String> table = settingsTable();
        catalogue.remove(SCRATCH);
        assertTrue(table.remove(SCRATCH) != null, "no row for " + SCRATCH);
        assertEquals(catalogue, table);
    }

    @Test
    void everyCommandThatIsShownParses() throws IOException {
        List<String> refused = new ArrayList<>();
        List<String> commands = commands(Files.readString(README));
        assertTrue(commands.size() > 20, "only these commands were found: " + commands);
        for (String command : commands) {
            List<String> words = words(command);
            try {
                if (words.size() == 1) {
                    String word = words.get(0);
                    assertTrue(word.startsWith("-") || ReadmeCommands.hasCommand(word), "no such command");
                } else {
                    ReadmeCommands.parse(words);
                }
            } catch (RuntimeException | AssertionError e) {
                refused.add("daypack " + command + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void everyDocumentThatIsShownParses(@TempDir Path directory) throws IOException {
        int shown = 0;
        for (Path document : documents()) {
            for (MatchResult fence :
                    FENCE.matcher(Files.readString(document)).results().toList()) {
                if (fence.group(1).equals("json")) {
                    new ObjectMapper().readTree(fence.group(2));
                    shown++;
                } else if (fence.group(1).equals("yaml")) {
                    new YAMLMapper().readTree(fence.group(2));
                    Path file = Files.writeString(directory.resolve("shown.yaml"), fence.group(2));
                    assertTrue(!settings(Optional.of(file)).isEmpty());
                    shown++;
                }
            }
        }
        assertTrue(shown >= 2, shown + " documents were found");
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                if (!link.group(1).contains("://") && !Files.exists(document.resolveSibling(link.group(1)))) {
                    dead.add(document.getFileName() + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void wordsAreSplitAsAShellWould() {
        assertEquals(
                List.of("serve", "--cron", "0 0 4 * * ?", "--recheck-days", "3"),
                words("serve --cron '0 0 4 * * ?' --recheck-days 3   # comment"));
        assertEquals(List.of("settings"), words("settings | grep x"));
        String block = "```sh\nX=1 ./daypack demo # y\ndaypack plan \\\n  --raw a\nmvn verify\n```\n";
        assertEquals(List.of("demo", "plan --raw a", "catch-up"), commands(block + "`daypack catch-up`"));
    }

    private static boolean exists(String name, String member) {
        try {
            Class<?> type = Class.forName("dev.daypack." + name, false, DocsTest.class.getClassLoader());
            return member == null
                    || Stream.of(type.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(member))
                    || Stream.of(type.getDeclaredClasses())
                            .anyMatch(nested -> nested.getSimpleName().equals(member));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> decisions = Files.list(DECISIONS)) {
            return Stream.concat(
                            Stream.of(README, ARCHITECTURE, MODULE.resolve("docs/BENCHMARKS.md")), decisions.sorted())
                    .toList();
        }
    }

    private static List<EffectiveSetting> settings(Optional<Path> file) {
        Path none = MODULE.resolve("no-such-directory");
        return SettingsLoader.load(new SettingsSources(file, none, none, Map.of(), List.of()))
                .effective();
    }

    /** Default by key, from the table whose head names key and default. */
    private static Map<String, String> settingsTable() throws IOException {
        Map<String, String> table = new TreeMap<>();
        boolean isIn = false;
        for (String line : Files.readAllLines(README)) {
            isIn = line.startsWith("| key | default |") || isIn && line.startsWith("|");
            String[] cells = line.split("\\|", -1);
            if (isIn && cells.length > 3 && cells[1].contains("`")) {
                for (String key : quoted(cells[1])) {
                    String given = quoted(cells[2]).stream().findFirst().orElse(cells[2].strip());
                    assertEquals(null, table.put(key, given), "two rows for " + key);
                }
            }
        }
        return table;
    }

    private static List<String> quoted(String text) {
        return CODE.matcher(text).results().map(code -> code.group(1)).toList();
    }

    /** What follows {@code daypack}, of lines in blocks and of pieces between backticks. */
    private static List<String> commands(String document) {
        List<String> commands = new ArrayList<>();
        FENCE.matcher(document)
                .results()
                .filter(fence -> fence.group(1).equals("sh"))
                .flatMap(fence -> fence.group(2).replaceAll("\\\\\\n\\s*", "").lines())
                .forEach(line -> command(line).ifPresent(commands::add));
        quoted(FENCE.matcher(document).replaceAll(""))
                .forEach(code -> command(code).ifPresent(commands::add));
        return commands;
    }

    private static Optional<String> command(String line) {
        String bare = line.replaceFirst("^(?:[A-Z_0-9]+=\\S+ )+", "")
                .replaceFirst("\\s+#.*", "")
                .strip();
        return Stream.of("./daypack ", "daypack ")
                .filter(bare::startsWith)
                .findFirst()
                .map(name -> bare.substring(name.length()).strip());
    }

    private static List<String> words(String command) {
        String first = command.replaceFirst("\\s+[|#].*", "");
        return Arrays.asList(WORD.matcher(first)
                .results()
                .map(word -> word.group().replaceAll("['\"]", ""))
                .toArray(String[]::new));
    }
}
