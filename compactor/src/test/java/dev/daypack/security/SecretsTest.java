package dev.daypack.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.daypack.app.Programs;
import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.CommandLines;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.settings.GivenValue;
import dev.daypack.settings.Secret;
import dev.daypack.settings.SettingsSources;
import dev.daypack.store.S3Keys;
import dev.daypack.store.S3Options;
import dev.daypack.testing.Canaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets given rightly and in every wrong place that we could think of: none is ever said, whatever is said. {@link
 * CommandLines} looks into all that a command says, so that these tests need not.
 */
class SecretsTest {

    private static final String ACCESS = Canaries.keyOf("user");
    private static final String SECRET = Canaries.awsSecret();

    /** URLs as people paste them. */
    private static final List<String> URLS = List.of(
            "s3://" + ACCESS + ":" + SECRET + "@bucket/prefix",
            "s3://" + ACCESS + ":" + Canaries.secretOf("user") + "@bucket/prefix",
            "s3://" + ACCESS + "@bucket",
            "s3://" + ACCESS + ":" + SECRET,
            "s3://" + ACCESS + ":" + Canaries.secretOf("user"),
            "s3://" + ACCESS + ":" + SECRET + "//@bucket/../x",
            "s3://bucket/key?X-Amz-Credential=" + ACCESS + "&X-Amz-Signature=" + Canaries.secretOf("signed"),
            "s3://bucket/key?x=y&AWSAccessKeyId=" + ACCESS + "&Signature=" + SECRET,
            "https://" + ACCESS + ":" + SECRET + "@host/bucket/key",
            "https://host/bucket/key?X-Amz-Security-Token=" + Canaries.SESSION_TOKEN,
            "http://" + ACCESS + ":" + Canaries.secretOf("user") + "@127.0.0.1:1",
            "file://" + ACCESS + ":" + SECRET + "@host/directory",
            "//" + ACCESS + ":" + SECRET + "@host",
            "s3://" + ACCESS + ":\n" + SECRET + "@bucket",
            "s3://" + ACCESS + ":%zz" + SECRET + "@bucket",
            "s3://" + ACCESS + ":" + SECRET + "@bucket/\u0000/");

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new TreeMap<>();

    private Said run(String... words) {
        return new CommandLines(Programs.at(Clock.systemUTC()), directory).run(environment, new Cancellation(), words);
    }

    /** Fails, with all that can be said of it; that nothing is said of the secret, {@link CommandLines} sees to. */
    private void refuses(String... words) {
        List<String> loud = new ArrayList<>(Arrays.asList(words));
        loud.add("--verbose");
        Said said = run(loud.toArray(String[]::new));
        assertNotEquals(0, said.code(), said::toString);
        assertFalse(said.all().contains("a defect of Daypack"), said::toString);
    }

    @Test
    void aUrlWithCredentialsIsRefusedWithoutThem() {
        for (String url : URLS) {
            refuses("catch-up", "--raw", url, "--compact", "file:///nowhere");
            refuses("plan", "--raw", "file:///nowhere", "--compact", url);
            refuses("settings", "--raw", url.contains("://host") ? "ftp" + url : url.replace("bucket/key?", "b?"));
            refuses("inspect", url);
            refuses("merge", "--output", directory.resolve("out.parquet").toString(), url);
            refuses("merge", "--output", url, directory.resolve("in.parquet").toString());
            refuses("catch-up", url);
            refuses(url);
        }
    }

    @Test
    void theSameUrlsInTheFileAndTheEnvironment() throws IOException {
        for (String url : URLS) {
            for (String key : List.of("raw.url", "compact.endpoint")) {
                environment.clear();
                environment.put("DAYPACK_COMPACT_URL", "s3://bucket");
                environment.put("DAYPACK_RAW_URL", "s3://bucket2");
                environment.put("DAYPACK_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), url);
                refuses("plan");
                environment.clear();
                Path file = Files.writeString(
                        directory.resolve("settings"),
                        key + ": \"" + url.replace("\n", "\\n").replace("\0", "\\0") + "\"\n");
                refuses("plan", "--config", file.toString());
            }
            environment.clear();
            environment.put("S3_ENDPOINT", url);
            environment.put("S3_SECRET_KEY", SECRET);
            environment.put("S3_ACCESS_KEY", ACCESS);
            refuses("plan");
        }
    }

    @Test
    void aSettingsFileThatIsBrokenBesideASecretDoesNotShowIt() throws IOException {
        for (String broken : List.of(
                "raw:\n  secret-kye: S\n",
                "raw:\n  secret-key: S\n",
                "raw:\n  access-key: A\n  secret-key: S\n  profile: x\n",
                "raw:\n  access-key: A\n  secret-key S\n",
                "raw:\n  access-key: A\n  secret-key: \"S\n",
                "raw:\n  access-key: A\n  secret-key: 'S\n",
                "raw:\n  access-key: A\n\tsecret-key: S\n",
                "raw:\n  access-key: A\n  secret-key: [S]\n",
                "raw:\n  access-key: A\n  secret-key: {x: S}\n",
                "raw:\n  access-key: A\n  secret-key: *S\n",
                "raw:\n  access-key: A\n  secret-key: &S\n",
                "raw:\n  access-key: A\n  secret-key: !S x: y\n",
                "raw:\n  access-key: A\n  secret-key: %S\n",
                "raw:\n  access-key: A\n  secret-key: @S\n",
                "raw:\n  access-key: A\n  secret-key: `S\n",
                "raw:\n  access-key: A\n  secret-key: S: S\n",
                "raw:\n  access-key: A\n  secret-key: S\n  secret-key: S\n",
                "raw:\n  access-key: A\n  secret-key: \"\\S\"\n",
                "raw: S\n",
                "raw.secret-key: |\n  S\nraw.access-key: A\nraw.nonsense: 1\n",
                "%S\n---\nraw: x\n",
                "S\n",
                "- S\n",
                "'S\n")) {
            String secret = Canaries.secretOf("file");
            Path file = Files.writeString(
                    directory.resolve("settings"), broken.replace("S", secret).replace(": A", ": " + ACCESS));
            refuses("plan", "--config", file.toString());
        }
    }

    @Test
    void noFlagTakesASecret() {
        environment.putAll(Map.of("DAYPACK_RAW_ACCESS_KEY", ACCESS, "DAYPACK_COMPACT_SECRET_KYE", SECRET));
        for (String flag : List.of("--secret-key", "--raw-secret-key", "--access-key", "--session-token", "-Dsecret")) {
            refuses("catch-up", flag, SECRET);
            refuses("catch-up", flag + "=" + SECRET);
        }
        refuses("plan");
    }

    @Test
    void secretsThatAreInUseAreShownAsAMask() {
        environment.put("DAYPACK_RAW_ACCESS_KEY", ACCESS);
        environment.put("DAYPACK_RAW_SECRET_KEY", SECRET);
        environment.put("S3_COMPACT_ACCESS_KEY", ACCESS);
        environment.put("S3_COMPACT_SECRET_KEY", SECRET);
        environment.putAll(Canaries.environment());
        for (String[] words :
                new String[][] {{"settings"}, {"settings", "--json"}, {"settings", "--verbose"}, {"plan", "--verbose"}
                }) {
            Said said = run(words);
            assertEquals(words[0].equals("settings") ? 0 : 2, said.code(), said::toString);
            assertEquals(words[0].equals("settings"), said.out().contains("********"), said::toString);
        }
    }

    /** A server that throws back at us, in every word of its answer, what it was sent. */
    @Test
    void aServerThatRepeatsTheRequestIsNotQuoted() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> echoes = List.of(ACCESS, SECRET, Canaries.SESSION_TOKEN);
        int[] statuses = {403, 400, 500, 404, 301, 200};
        List<Integer> asked = new ArrayList<>();
        server.createContext("/", exchange -> {
            try (exchange) {
                String sent = exchange.getRequestHeaders().getFirst("Authorization");
                String echo = echoes.get(asked.size() % echoes.size());
                byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + echo.replaceAll("[/+=]", "")
                                + "</Code><Message>"
                                + echo + " " + sent + "</Message><RequestId>" + echo + "</RequestId><HostId>" + echo
                                + "</HostId></Error>")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("x-amz-request-id", echo);
                exchange.getResponseHeaders().set("x-amz-id-2", echo);
                int status = statuses[asked.size() / echoes.size() % statuses.length];
                asked.add(status);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
            for (String store : List.of("RAW", "COMPACT")) {
                environment.put("DAYPACK_" + store + "_URL", "s3://" + store.toLowerCase(Locale.ROOT));
                environment.put("DAYPACK_" + store + "_ENDPOINT", endpoint);
                environment.put("DAYPACK_" + store + "_PATH_STYLE", "true");
                environment.put("DAYPACK_" + store + "_ACCESS_KEY", ACCESS);
                environment.put("DAYPACK_" + store + "_SECRET_KEY", SECRET);
            }
            for (int round = 0; round < 9; round++) {
                Said said = run("inspect", "s3://raw/key", "--verbose");
                assertTrue(said.code() != 0, said::toString);
            }
            assertEquals(3, run("catch-up", "--verbose").code());
            assertTrue(asked.containsAll(List.of(403, 400, 500)), asked::toString);
        } finally {
            server.stop(0);
        }
    }

    /** Whatever is put into a message by mistake, or shown by a debugger, keeps its secret. */
    @Test
    void valuesThatHoldSecretsDoNotPrintThem() {
        S3Keys keys = new S3Keys(ACCESS, SECRET);
        List<Object> values = List.of(
                keys,
                new Secret(SECRET),
                GivenValue.ofFlag("raw.secret-key", "--x", SECRET),
                S3Options.defaults(directory).withEndpoint(URI.create("http://127.0.0.1:1"), keys),
                new SettingsSources(
                        Optional.empty(),
                        directory,
                        directory,
                        Canaries.environment(),
                        List.of(GivenValue.ofFlag("raw.secret-key", "--x", SECRET))));
        values.forEach(value -> Canaries.assertSilent(value.getClass().getName(), value.toString()));
    }
}
