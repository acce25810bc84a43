package dev.daypack.app;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.CommandLines;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.json.Schemas;
import dev.daypack.testing.Canaries;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A raw and a compact directory of a test, and the whole program over them on {@link #TODAY}. Partitions are named
 * {@code stream/symbol}, all of one exchange.
 */
final class SmallLake {

    static final LocalDate TODAY = LocalDate.of(2026, 1, 27);
    static final LocalDate YESTERDAY = TODAY.minusDays(1);

    /** What collectors write: events in order but for few, with ties; nulls are rare. */
    static final PartWriter PARTS = PartWriter.of(
            PartWriter.optional(INT64, "ts_event"),
            PartWriter.optional(INT64, "ts_recv"),
            PartWriter.optional(BINARY, stringType(), "symbol"),
            PartWriter.optional(DOUBLE, "price"),
            PartWriter.optional(BINARY, stringType(), "trade_id"));

    private static final ObjectMapper JSON = new ObjectMapper();

    final Path raw;
    final Path compact;
    final SortedMap<String, String> environment = new TreeMap<>();
    private final CommandLines lines;

    SmallLake(Path directory) {
        this(directory, directory.resolve("raw"));
    }

    /** Over a raw directory that others use too. */
    SmallLake(Path directory, Path raw) {
        this.raw = raw;
        compact = directory.resolve("compact");
        create(raw);
        lines = new CommandLines(new Daypack(onMorningOf(TODAY)), directory);
    }

    /** A clock that stands at ten past three, UTC. */
    static Clock onMorningOf(LocalDate day) {
        return Clock.fixed(day.atTime(3, 10).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /** {@code exchange=binance/stream=bbo/symbol=btcusdt/date=20260126} for {@code bbo/btcusdt}. */
    static String prefix(String partition, LocalDate date) {
        String[] names = partition.split("/", -1);
        return "exchange=binance/stream=" + names[0] + "/symbol=" + names[1] + "/date=" + basic(date);
    }

    static String basic(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** Parts 0 to {@code parts - 1}, whose times overlap, of a hundred rows each. */
    SmallLake parts(String partition, LocalDate date, int parts) {
        for (int number = 0; number < parts; number++) {
            part(partition, date, number, 100);
        }
        return this;
    }

    /** One part; all follows from the arguments. */
    Path part(String partition, LocalDate date, int number, int rows) {
        Path file = partPath(partition, date, number);
        create(file.getParent());
        return PARTS.write(file, rows(partition, date, number, rows));
    }

    Path partPath(String partition, LocalDate date, int number) {
        return raw.resolve(prefix(partition, date))
                .resolve("part-%d-%06d.parquet".formatted(1_767_755_367 + number, number));
    }

    /** A delivery: parts {@code <prefix>_0.parquet} and so on, whose times overlap. */
    SmallLake delivery(String partition, LocalDate date, String prefix, int parts, int rows) {
        for (int number = 0; number < parts; number++) {
            Path file = deliveryPath(partition, date, prefix, Integer.toString(number));
            create(file.getParent());
            PARTS.write(file, rows(partition, date, number + prefix.hashCode() % 100, rows));
        }
        return this;
    }

    Path deliveryPath(String partition, LocalDate date, String prefix, String name) {
        return raw.resolve(prefix(partition, date)).resolve(prefix + "_" + name + ".parquet");
    }

    static List<Object[]> rows(String partition, LocalDate date, int number, int rows) {
        SplittableRandom random = new SplittableRandom(partition.hashCode() * 31L + date.toEpochDay() + number);
        long time = date.toEpochDay() * 86_400_000 + number * 60_000L;
        List<Object[]> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            time += random.nextInt(20) == 0 ? -random.nextInt(3_000) : random.nextInt(2_000);
            Double price = random.nextInt(50) == 0 ? null : random.nextInt(10_000) / 100.0;
            made.add(PartWriter.row(time, time + random.nextInt(50), partition, price, "t" + random.nextInt(1 << 20)));
        }
        return made;
    }

    /** The first so many windows of a day, each with these signals as JSON. */
    SmallLake windows(LocalDate date, int count, String signals) {
        for (int window = 0; window < count; window++) {
            String start = date.atStartOfDay().plusMinutes(15L * window) + ":00Z";
            window(
                    date,
                    window,
                    "{\"window_start\": \"%s\", \"is_partial\": false, \"signals\": {%s}}".formatted(start, signals));
        }
        return this;
    }

    Path window(LocalDate date, int number, String json) {
        Path file = raw.resolve("quality/date=" + basic(date)).resolve("window-%03d.json".formatted(number));
        create(file.getParent());
        return write(file, json);
    }

    /** Runs a command of words without blanks over the two stores. */
    Said run(String command) {
        return run(new Cancellation(), command);
    }

    Said run(Cancellation cancellation, String command) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        arguments.addAll(List.of(
                "--raw", raw.toUri().toString(), "--compact", compact.toUri().toString()));
        return lines.run(environment, cancellation, arguments.toArray(String[]::new));
    }

    /** Runs words as they are. */
    Said runPlain(String... arguments) {
        return lines.run(environment, new Cancellation(), arguments);
    }

    Path published(String partition, LocalDate date, String name) {
        return compact.resolve(prefix(partition, date)).resolve(name);
    }

    /** {@code partition date} of all that is published. */
    List<String> published() {
        return below(compact).stream()
                .filter(file -> file.endsWith("/data.parquet"))
                .map(file -> file.replaceFirst(
                        "exchange=binance/stream=(.*)/symbol=(.*)/date=(.*)/data.parquet", "$1/$2 $3"))
                .toList();
    }

    /** Every published day is what DuckDB makes of its parts, and every document fits its schema. */
    SmallLake check() {
        for (String name : published()) {
            LocalDate date = LocalDate.parse(name.substring(name.indexOf(' ') + 1), DateTimeFormatter.BASIC_ISO_DATE);
            String partition = name.substring(0, name.indexOf(' '));
            oracle().check(rawParts(partition, date), published(partition, date, "data.parquet"));
        }
        checkDocuments();
        return this;
    }

    private DuckOracle oracle() {
        return "none".equals(environment.get("DAYPACK_ORDER_BY")) ? DuckOracle.unordered("seq") : DuckOracle.usual();
    }

    private List<Path> rawParts(String partition, LocalDate date) {
        Path directory = raw.resolve(prefix(partition, date));
        List<String> names = below(directory);
        String newest = "newest-prefix".equals(environment.get("DAYPACK_VERSIONS"))
                ? names.get(names.size() - 1).substring(0, "YYYYMMDD_HHMMSS".length())
                : "";
        return names.stream()
                .filter(name -> name.startsWith(newest))
                .map(directory::resolve)
                .toList();
    }

    /** Every document fits its schema. */
    void checkDocuments() {
        for (String file : below(compact)) {
            Canaries.assertSilent(file, new String(bytes(compact.resolve(file)), StandardCharsets.ISO_8859_1));
            if (!file.endsWith("/data.parquet") && !file.matches("compacted/_state\\.(replaced|unreadable)-.*")) {
                String name = file.substring(file.lastIndexOf('/') + 1);
                String schema = name.equals("_state.json")
                        ? "state"
                        : name.endsWith(".lock") ? "lease" : name.replaceFirst("\\.json$", "");
                List<String> violations = Schemas.violations(schema, bytes(compact.resolve(file)));
                if (!violations.isEmpty()) {
                    throw new AssertionError(file + ": " + violations + "\n" + text(compact.resolve(file)));
                }
            }
        }
    }

    JsonNode state() {
        return json(compact.resolve("compacted/_state.json"));
    }

    JsonNode entry(String partition, LocalDate date) {
        return state().path("partitions").path("binance/" + partition + "/" + basic(date));
    }

    JsonNode meta(String partition, LocalDate date) {
        return json(published(partition, date, "meta.json"));
    }

    /** Names and content of every file, with the time of its last change. */
    static SortedMap<String, String> fingerprint(Path root) {
        SortedMap<String, String> fingerprint = new TreeMap<>();
        for (String name : below(root)) {
            Path file = root.resolve(name);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                fingerprint.put(name, HexFormat.of().formatHex(digest) + " " + Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return fingerprint;
    }

    /** All files, relative, ordered; what a store keeps for itself is left out. */
    static List<String> below(Path root) {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith(".daypack"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        return json(text(file));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static Path write(Path file, String text) {
        try {
            create(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
