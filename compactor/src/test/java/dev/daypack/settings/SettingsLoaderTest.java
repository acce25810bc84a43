package dev.daypack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.settings.InputSettings.Schema;
import dev.daypack.settings.InputSettings.Versions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {

    @TempDir
    private Path directory;

    private Path local;
    private Path system;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void files() {
        local = directory.resolve("daypack.yaml");
        system = directory.resolve("system.yaml");
    }

    @Test
    void withoutAnySourceTheDefaultsHold() {
        Settings settings = load().settings();
        assertEquals(256L << 20, settings.resources().memoryBytes());
        assertEquals("ts_event", settings.input().orderBy());
        assertEquals(1_048_576, settings.output().rowGroupRows());
        assertEquals(Duration.ofSeconds(3_600), settings.quality().day().badReferenceOffline());
        assertEquals(16 << 20, settings.limits().footerBytes());
        assertTrue(settings.resources().workers() >= 1);
    }

    @Test
    void aStoreThatNobodyNamedIsMissedWhenItIsNeeded() {
        Settings settings = load().settings();
        String message = assertThrows(SettingsException.class, settings::rawUrl).getMessage();
        assertTrue(message.contains("--raw") && message.contains("DAYPACK_RAW_URL"), message);
    }

    @Test
    void flagsBeatTheEnvironmentThatBeatsTheFile() throws IOException {
        Files.writeString(local, "memory: 64MiB\norder-by: a\nworkers: 3\n");
        environment.put("DAYPACK_ORDER_BY", "b");
        environment.put("DAYPACK_WORKERS", "4");
        Settings settings = load(GivenValue.ofFlag("workers", "--workers", "5")).settings();
        assertEquals(64L << 20, settings.resources().memoryBytes());
        assertEquals("b", settings.input().orderBy());
        assertEquals(5, settings.resources().workers());
    }

    @Test
    void theLocalFileHidesThatOfTheSystem() throws IOException {
        Files.writeString(system, "order-by: system\nseq-column: s\n");
        assertEquals("system", load().settings().input().orderBy());
        Files.writeString(local, "order-by: local\n");
        assertEquals("local", load().settings().input().orderBy());
        assertEquals("seq", load().settings().input().seqColumn());
    }

    @Test
    void nestedAndDottedKeysAreTheSame() throws IOException {
        Files.writeString(local, """
                # a comment
                raw:
                  url: s3://ticks/raw
                  path-style: true
                compact.url: file:///data/packed
                compact:
                quality:
                  window: {bad-queue-pct: 95.5}
                versions: newest-prefix
                schema: strict
                schedule.cron: 0 0 4 * * ?
                """);
        Settings settings = load().settings();
        assertEquals("s3://ticks/raw", settings.rawUrl());
        assertTrue(settings.raw().pathStyle());
        assertEquals("file:///data/packed", settings.compactUrl());
        assertEquals(95.5, settings.quality().window().badQueuePct());
        assertEquals(Versions.NEWEST_PREFIX, settings.input().versions());
        assertEquals(Schema.STRICT, settings.input().schema());
        assertEquals("0 0 4 * * ?", settings.scheduleCron());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "raw:{n}  urll: x | line 2: unknown setting raw.urll; did you mean raw.url?",
                "memroy: 3 | line 1: unknown setting memroy; did you mean memory?",
                "memory: 3 | line 1: memory: '3' is not allowed; allowed is a size",
                "memory: lots | 'lots' is not allowed",
                "workers: 1.5 | allowed is a whole number from 0 to 1,024",
                "compat: yes | allowed is true or false",
                "null-keys: middle | allowed is reject or first or last",
                "order-by: 'a, b, a' | 'a, b, a' is not allowed; allowed is the name of a column, or several",
                "order-by: a down | a name with a comma or a blank in it stands in quotation marks",
                "order-by: 'a,' | allowed is the name of a column",
                "order-by: 'a, seq desc' | seq-column and order-by name the same column",
                "lease.ttl: 5 | allowed is a duration such as",
                "lease.ttl: 11m | from 1s to 600s",
                "raw.url: http://x | allowed is s3://bucket/prefix or file:///directory",
                "raw.endpoint: minio:9000 | allowed is http://host:port",
                "order-by: [a, b] | line 1: order-by: one plain value is expected",
                "memory: 64MiB{n}memory: 65MiB | memory",
                "- a | line 1: 'key: value' lines are expected here",
                "{a | not YAML",
                "seq-column: ts_event | seq-column and order-by name the same column",
                "page-rows: 99999999 | must not exceed row-group-rows",
                "raw.access-key: a | raw: access-key and secret-key go together; secret-key is missing",
                "raw: {url: 's3://a/b', access-key: a, secret-key: b, profile: c} | either a profile or access-key",
                "raw.url: s3://a/b/{n}compact.url: s3://a/b | are the same place",
            })
    void whatCannotBeUsedIsRefusedWithItsPlace(String yaml, String complaint) throws IOException {
        Files.writeString(local, yaml.replace("{n}", "\n") + "\n");
        String message = assertThrows(SettingsException.class, this::load).getMessage();
        assertTrue(message.contains(complaint), message);
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        Files.writeString(local, "memroy: 3\nwokers: 1\n");
        assertEquals(
                2, assertThrows(SettingsException.class, this::load).problems().size());
    }

    @Test
    void textOfTheFileIsEscaped() throws IOException {
        Files.writeString(local, "\"a\\e[31m\": 1\n");
        String message = assertThrows(SettingsException.class, this::load).getMessage();
        assertTrue(message.contains("a\\u001b[31m"), message);
    }

    @Test
    void unknownVariablesOfOursAreErrorsAndOthersAreNot() {
        environment.put("PATH", "x");
        environment.put("DAYPACK_JAVA_OPTS", "-Xmx1g");
        environment.put("DAYPACK_RAW_ULR", "s3://a");
        String message = assertThrows(SettingsException.class, this::load).getMessage();
        assertEquals("unknown environment variable DAYPACK_RAW_ULR; did you mean DAYPACK_RAW_URL?", message);
    }

    @Test
    void aFileThatIsNamedMustExist() {
        SettingsSources sources =
                new SettingsSources(Optional.of(Path.of("nope.yaml")), directory, system, environment, List.of());
        String message = assertThrows(SettingsException.class, () -> SettingsLoader.load(sources))
                .getMessage();
        assertTrue(message.endsWith("nope.yaml: there is no such file"), message);
    }

    @Test
    void theOldJobsVariablesNameBothStores() {
        oldJob();
        Settings settings = load().settings();
        assertEquals("s3://quantlab-raw", settings.rawUrl());
        assertEquals("s3://quantlab-compact", settings.compactUrl());
        assertEquals(
                Optional.of(URI.create("http://minio:9000")), settings.compact().endpoint());
        assertEquals("secret1", settings.compact().secretKey().orElseThrow().reveal());
        assertTrue(settings.raw().pathStyle());
    }

    @Test
    void theOldJobsCompactStoreMayHaveCredentialsOfItsOwn() {
        oldJob();
        environment.put("S3_BUCKET", "ticks");
        environment.put("S3_COMPACT_ACCESS_KEY", "key2");
        environment.put("S3_COMPACT_SECRET_KEY", "secret2");
        environment.put("S3_COMPACT_BUCKET", "packed");
        Settings settings = load().settings();
        assertEquals("s3://ticks", settings.rawUrl());
        assertEquals("s3://packed", settings.compactUrl());
        assertEquals("secret1", settings.raw().secretKey().orElseThrow().reveal());
        assertEquals("secret2", settings.compact().secretKey().orElseThrow().reveal());
    }

    @Test
    void theOldJobsVariablesAreSilentAboutAStoreThatTheSettingsName() {
        oldJob();
        Settings settings =
                load(GivenValue.ofFlag("raw.url", "--raw", "s3://other")).settings();
        assertEquals("s3://other", settings.rawUrl());
        assertEquals(Optional.empty(), settings.raw().endpoint());
        assertEquals(Optional.empty(), settings.raw().accessKey());
        assertEquals("s3://quantlab-compact", settings.compactUrl());
    }

    @Test
    void everyValueTellsWhereItComesFrom() throws IOException {
        oldJob();
        Files.writeString(local, "memory: 64MiB\n");
        environment.put("DAYPACK_ZSTD_LEVEL", "1");
        Map<String, String> origins = new HashMap<>();
        load(GivenValue.ofFlag("workers", "--workers", "5"))
                .effective()
                .forEach(one -> origins.put(one.name(), one.origin().where()));
        assertEquals(local + " line 1", origins.get("memory"));
        assertEquals("DAYPACK_ZSTD_LEVEL", origins.get("zstd-level"));
        assertEquals("--workers", origins.get("workers"));
        assertEquals("S3_ENDPOINT", origins.get("raw.endpoint"));
        assertEquals("default", origins.get("order-by"));
    }

    @Test
    void secretsAreNeverShown() {
        oldJob();
        LoadedSettings loaded = load();
        assertFalse(loaded.toString().contains("secret1"), "in toString");
        assertFalse(loaded.effective().toString().contains("key1"), "in the effective settings");
        environment.put("DAYPACK_RAW_URL", "s3://me:secret3@bucket");
        String message = assertThrows(SettingsException.class, this::load).getMessage();
        assertFalse(message.contains("secret3"), message);
        assertFalse(
                GivenValue.ofFlag("raw.secret-key", "-", "secret1").toString().contains("secret1"));
    }

    private void oldJob() {
        environment.put("S3_ENDPOINT", "http://minio:9000");
        environment.put("S3_ACCESS_KEY", "key1");
        environment.put("S3_SECRET_KEY", "secret1");
    }

    private LoadedSettings load(GivenValue... flags) {
        return SettingsLoader.load(
                new SettingsSources(Optional.empty(), directory, system, environment, List.of(flags)));
    }
}
