package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.discover.Partition;
import dev.daypack.report.RunReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.S3ProxyServer;
import dev.daypack.testing.HostileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names by the hundred that are meant to harm, as partition values and as names of parts, in each kind of store. What
 * can be packed is packed, the rest is ignored or fails by name; nothing is written where it should not be, and
 * nothing that is said does anything to a terminal, a log or a shell.
 */
@Timeout(600)
class HostileNamesTest {

    private static final String VALUE = "[A-Za-z0-9._-]{1,128}";
    private static final String DAY = "exchange=" + VALUE + "/stream=" + VALUE + "/symbol=" + VALUE + "/date=20260126/";
    private static final String WRITTEN =
            DAY + "(data\\.parquet|meta\\.json|quality_day\\.json)|compacted/_state\\.json";
    private static final String DATE = "/date=20260126/";

    @TempDir
    private Path directory;

    private final byte[] part = new byte[1];
    private byte[] rows = part;

    private byte[] part() {
        if (rows == part) {
            SmallLake other = new SmallLake(directory.resolve("other"));
            rows = SmallLake.bytes(other.part("bbo/btcusdt", YESTERDAY, 0, 5));
        }
        return rows;
    }

    @Test
    void thereAreHundredsAndNoTwoAlike() {
        List<String> names = HostileNames.all();
        assertEquals(names.size(), new TreeSet<>(names).size());
        assertTrue(names.size() >= 190, names.size() + " names");
    }

    @Test
    void asPartitionValuesInMemory() {
        MemoryStore raw = new MemoryStore();
        MemoryStore compact = new MemoryStore();
        int valid = 0;
        for (String name : HostileNames.all()) {
            raw.put("exchange=" + name + "/stream=bbo/symbol=s" + DATE + "p.parquet", part(), new Condition.Always());
            raw.put("exchange=e/stream=bbo/symbol=" + name + DATE + "p.parquet", part(), new Condition.Always());
            raw.put(
                    "exchange=e/stream=trade/symbol=s" + DATE.replace("20260126", name) + "p",
                    part(),
                    new Condition.Always());
            if (!name.isEmpty() && !name.startsWith("/")) {
                raw.put(name + "/stream=bbo/symbol=s" + DATE + "p.parquet", part(), new Condition.Always());
            }
            valid += Partition.isValidValue(name) ? 2 : 0;
        }
        List<String> before = raw.keys();
        RunReport report = MemoryLake.run(raw, compact, 3);
        // exchange=x stands among the first names of paths, and 20260126 would among the dates.
        assertEquals(
                valid + 1, report.accounting().planned(), () -> report.notes().toString());
        assertTrue(valid > 60, valid + " valid ones");
        assertTrue(report.isClean(), () -> report.partitions().toString());
        assertEquals(3 * (valid + 1) + 1, compact.keys().size());
        compact.keys().forEach(key -> assertTrue(key.matches(WRITTEN) && !key.contains("/../"), key));
        assertEquals(before, raw.keys());
        assertTrue(raw.calls(MemoryStore.Operation.DELETE).isEmpty());
    }

    @Test
    void asPartNamesInMemory() {
        MemoryStore raw = new MemoryStore();
        MemoryStore compact = new MemoryStore();
        String prefix = SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/";
        int parts = 0;
        for (String name : HostileNames.all()) {
            for (String key : List.of(name, name + ".parquet")) {
                raw.put(prefix + key, part(), new Condition.Always());
            }
        }
        for (String key : raw.keys()) {
            String name = key.substring(prefix.length());
            boolean counts = name.matches("(?s)[^._/][^/]*\\.parquet") && !name.contains("/");
            parts += counts ? 1 : 0;
        }
        RunReport report = MemoryLake.run(raw, compact, 3);
        assertTrue(report.isClean(), () -> report.partitions().toString());
        assertEquals(5L * parts, report.published().rows());
        assertTrue(parts > 150, parts + " parts");
        assertEquals(4, compact.keys().size(), compact.keys()::toString);
    }

    /** A broken part of each name in a partition-day of its own: every name comes to be said. */
    @Test
    void asNamesOfBrokenPartsOnDisk() throws IOException, InterruptedException {
        SmallLake lake = new SmallLake(directory.resolve("lake"));
        Map<String, String> keys = new TreeMap<>();
        for (String name : HostileNames.all()) {
            String symbol = "symbol=s" + keys.size();
            String key = "exchange=e/stream=bbo/" + symbol + DATE + name + ".parquet";
            boolean counts = !name.isEmpty() && !name.contains("/") && !name.startsWith(".") && !name.startsWith("_");
            if (counts && wrote(lake.raw, key)) {
                keys.put(symbol.substring("symbol=".length()), key);
            }
        }
        assertTrue(keys.size() > 90, keys.size() + " names could be written");
        Said said = lake.run("catch-up --json");
        assertHarmless(said);
        JsonNode partitions = SmallLake.json(said.out()).path("partitions");
        assertEquals(keys.size(), partitions.size());
        partitions.forEach(partition -> {
            String key = keys.get(partition.path("partition").asText().replace("e/bbo/", ""));
            assertEquals(key, partition.path("failing_key").asText(), partition::toString);
        });
        checkNothingElse(lake);
    }

    private boolean wrote(Path root, String key) throws IOException {
        try {
            Path file = root.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, "no Parquet file, though long enough for a footer".getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (InvalidPathException | FileSystemException e) {
            // This file system, or this locale, has no such name; then nobody can be harmed by it.
            return false;
        }
    }

    @Test
    void asNamesOfBrokenPartsOnAServer() throws IOException, InterruptedException {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("raw", server.rawKeys());
            server.createBucket("compact", server.compactKeys());
            Map<String, String> keys = new TreeMap<>();
            // Every fourth: an answer of this server takes its time.
            for (int at = 0; at < HostileNames.all().size(); at += 4) {
                String name = HostileNames.all().get(at);
                String symbol = "s" + keys.size();
                if (!name.isEmpty() && !name.contains("/") && !name.startsWith(".") && !name.startsWith("_")) {
                    keys.put(symbol, "exchange=e/stream=bbo/symbol=" + symbol + DATE + name + ".parquet");
                }
            }
            keys.values().retainAll(server.putAsTheyAre("raw", keys.values(), "no Parquet file, though long enough"));
            assertTrue(keys.size() > 30, keys.size() + " names could be written");
            SmallLake lake = new SmallLake(directory.resolve("lake"));
            lake.environment.put("DAYPACK_RAW_URL", "s3://raw");
            lake.environment.put("DAYPACK_COMPACT_URL", "s3://compact");
            for (String store : List.of("RAW", "COMPACT")) {
                lake.environment.put(
                        "DAYPACK_" + store + "_ENDPOINT", server.endpoint().toString());
                lake.environment.put("DAYPACK_" + store + "_PATH_STYLE", "true");
            }
            lake.environment.put("DAYPACK_RAW_ACCESS_KEY", server.rawKeys().accessKey());
            lake.environment.put("DAYPACK_RAW_SECRET_KEY", server.rawKeys().secretKey());
            lake.environment.put(
                    "DAYPACK_COMPACT_ACCESS_KEY", server.compactKeys().accessKey());
            lake.environment.put(
                    "DAYPACK_COMPACT_SECRET_KEY", server.compactKeys().secretKey());
            checkCommands(lake, "s3://raw/", keys, lake.runPlain("catch-up"));
        }
    }

    /** @param keys the broken part by the partition's symbol */
    private void checkCommands(SmallLake lake, String url, Map<String, String> keys, Said said)
            throws IOException, InterruptedException {
        assertEquals(1, said.code(), said::toString);
        assertHarmless(said);
        assertTrue(said.out().contains(keys.size() + " planned = "), said::toString);
        List<String> wanted = keys.values().stream().map(key -> url + key).toList();
        int exact = 0;
        for (List<String> words : inAShell(commands(said))) {
            assertTrue(words.get(0).equals("inspect") || words.get(0).equals("backfill"), words::toString);
            if (words.get(0).equals("inspect")) {
                assertEquals(2, words.size(), words::toString);
                assertTrue(wanted.contains(words.get(1)), words::toString);
                exact++;
            }
        }
        assertTrue(exact > 0, said::toString);
        checkNothingElse(lake);
    }

    private void checkNothingElse(SmallLake lake) {
        assertFalse(Files.exists(directory.resolve("pwned")));
        List<String> written = SmallLake.below(lake.compact).stream()
                .filter(name -> !name.equals("compacted/_state.json"))
                .toList();
        assertEquals(List.of(), written);
    }

    /** What the report offers to run. */
    private static List<String> commands(Said said) {
        List<String> commands = said.out()
                .lines()
                .filter(line -> line.startsWith("  try    "))
                .map(line -> line.substring("  try    ".length()))
                .toList();
        assertFalse(commands.isEmpty(), said::toString);
        return commands;
    }

    /** The words that a shell makes of each command, after the program's name. */
    private List<List<String>> inAShell(List<String> commands) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("daypack() { printf '%s\\0' \"$#\" \"$@\"; }\n");
        commands.forEach(command -> script.append(command).append('\n'));
        Path file = Files.writeString(directory.resolve("commands"), script);
        Path out = directory.resolve("words");
        Process shell = new ProcessBuilder("bash", file.toString())
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        assertEquals(0, shell.waitFor());
        String[] said = Files.readString(out).split("\0", -1);
        List<List<String>> all = new ArrayList<>();
        for (int at = 0; at < said.length - 1; ) {
            int count = Integer.parseInt(said[at]);
            all.add(List.of(said).subList(at + 1, at + 1 + count));
            at += 1 + count;
        }
        assertEquals(commands.size(), all.size());
        return all;
    }

    /** Lines of plain characters: nothing that a terminal obeys, that turns the direction, or that cannot be seen. */
    private static void assertHarmless(Said said) {
        for (String text : List.of(said.out(), said.err(), said.log())) {
            text.lines()
                    .forEach(line -> assertTrue(
                            line.codePoints().allMatch(HostileNamesTest::isHarmless),
                            () -> "not harmless: " + line.replaceAll("[^ -~]", "?")));
        }
        assertFalse(said.log().lines().anyMatch(line -> line.startsWith("INFO  partition=forged")), said::toString);
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A partition that is called like an option: the command that the report offers must still mean it. */
    @Test
    void aPartitionThatLooksLikeAnOptionIsMeantByTheCommandThatIsOffered() throws IOException, InterruptedException {
        SmallLake lake = new SmallLake(directory.resolve("lake"));
        for (String symbol : List.of("-rf", "-", "-1", "--unknown")) {
            lake.delivery("bbo/" + symbol, YESTERDAY, "20260127_010000", 1, 5);
            SmallLake.write(lake.deliveryPath("bbo/" + symbol, YESTERDAY, "2026", "x"), "not versioned");
        }
        lake.environment.put("DAYPACK_VERSIONS", "newest-prefix");
        Said said = lake.run("catch-up");
        List<String> commands = commands(said);
        assertEquals(4, commands.size(), said::toString);
        for (List<String> words : inAShell(commands)) {
            Said again = lake.run(String.join(" ", words));
            assertTrue(again.out().contains("1 planned = "), () -> words + ": " + again);
        }
    }

    /** Files that are none: no reader waits for a pipe, and no link leads out. */
    @Test
    void pipesAndLinksAmongParts() throws IOException, InterruptedException {
        SmallLake lake = new SmallLake(directory.resolve("lake"));
        lake.parts("bbo/btcusdt", YESTERDAY, 2)
                .parts("bbo/ethusdt", YESTERDAY, 2)
                .parts("bbo/solusdt", YESTERDAY, 2);
        Path btc = lake.partPath("bbo/btcusdt", YESTERDAY, 0).getParent();
        Process mkfifo =
                new ProcessBuilder("mkfifo", btc.resolve("part-9.parquet").toString()).start();
        assertEquals(0, mkfifo.waitFor());
        Path eth = lake.partPath("bbo/ethusdt", YESTERDAY, 0).getParent();
        Files.createSymbolicLink(eth.resolve("part-9.parquet"), Path.of("/dev/zero"));
        Path sol = lake.partPath("bbo/solusdt", YESTERDAY, 0).getParent();
        Files.createSymbolicLink(sol.resolve("part-9.parquet"), sol.resolve("part-9-gone.parquet"));

        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 1 success + 2 failed"), said::toString);
        assertTrue(said.out().contains("a symbolic link leads out of the root"), said::toString);
        assertTrue(said.out().contains("a symbolic link to nothing; remove it"), said::toString);
        assertHarmless(said);
        assertEquals(List.of("bbo/btcusdt 2026-01-26".replace("-", "")), lake.published());
    }

    /** A directory of the compact store that leads elsewhere: nothing is written there. */
    @Test
    void nothingIsWrittenThroughALinkThatLeadsOut() throws IOException {
        SmallLake lake = new SmallLake(directory.resolve("lake"));
        lake.parts("bbo/btcusdt", YESTERDAY, 2);
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.createDirectories(lake.compact.resolve("exchange=binance"));
        Files.createSymbolicLink(lake.compact.resolve("exchange=binance/stream=bbo"), outside);
        Said said = lake.run("catch-up");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("a symbolic link leads out of the root"), said::toString);
        assertEquals(List.of(), SmallLake.below(outside));
    }
}
