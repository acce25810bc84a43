package dev.daypack.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.daypack.app.Programs;
import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.CommandLines;
import dev.daypack.cli.CommandLines.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Documents from outside make no objects of their own choice, read no file and no address, and end. */
@Timeout(600)
class ParsersTest {

    private static final String SECRET = "the content of a file of this machine";

    @TempDir
    private Path directory;

    private Said run(Map<String, String> environment, String... words) {
        return new CommandLines(Programs.at(Clock.systemUTC()), directory).run(environment, new Cancellation(), words);
    }

    @Test
    void noCodeOfOursLetsADocumentChooseClasses() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.daypack");
        for (ArchRule rule : List.of(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "com.fasterxml.jackson.databind.jsontype..",
                                "com.fasterxml.jackson.annotation..",
                                "org.yaml.snakeyaml..",
                                "javax.xml..",
                                "org.xml.sax..",
                                "org.w3c.dom..",
                                "javax.naming..",
                                "java.rmi..",
                                "javax.script.."),
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream"),
                // Which asks stty for the width of the terminal, in fixed words.
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("dev.daypack.cli.Terminal")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.lang.ProcessBuilder"),
                noClasses().should().callMethod(Runtime.class, "exec", String[].class),
                noClasses().should().callMethod(Runtime.class, "exec", String.class))) {
            rule.check(ours);
        }
    }

    /** A billion laughs, tags of classes, depth without end: refused, at once, by line. */
    @Test
    void aSettingsFileMakesNothingButTexts() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("laughs", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nraw: *b\n");
        files.put("alias", "raw: &x\n  url: s3://bucket\ncompact: *x\n");
        files.put("merge", "base: &x {url: s3://b}\nraw:\n  <<: *x\n");
        files.put("deep", "raw:" + " {a:".repeat(20_000) + " 1" + "}".repeat(20_000) + "\n");
        files.put("sequences", "raw: " + "[".repeat(50_000) + "\n");
        files.put("tag", "raw: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]\n");
        files.put("two", "workers: 1\n---\nworkers: 2\n");
        files.put("large", "#" + "x".repeat(2 << 20) + "\n");
        files.put("binary", "raw: \u0001\u0002\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path settings = Files.writeString(directory.resolve(file.getKey()), file.getValue());
            Said said = run(Map.of(), "settings", "--config", settings.toString());
            assertEquals(2, said.code(), () -> file.getKey() + ": " + said);
            assertTrue(said.err().startsWith("daypack: "), () -> file.getKey() + ": " + said);
            assertFalse(said.all().contains("a defect of Daypack"), () -> file.getKey() + ": " + said);
        }
    }

    /** A server's XML that asks for a file, for an address, or for memory. */
    @Test
    void aServersXmlReadsNoFileAndNoAddress() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), SECRET);
        AtomicInteger called = new AtomicInteger();
        HttpServer other = server(path -> SECRET + called.incrementAndGet());
        String address = "http://127.0.0.1:" + other.getAddress().getPort() + "/x.dtd";
        String laughs = "<!ENTITY a0 \"x\">";
        for (int depth = 1; depth < 12; depth++) {
            laughs += "<!ENTITY a" + depth + " \"" + ("&a" + (depth - 1) + ";").repeat(10) + "\">";
        }
        List<String> documents = List.of(
                "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + file.toUri() + "\">]>" + listing("&e;"),
                "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + address + "\">]>" + listing("&e;"),
                "<!DOCTYPE r SYSTEM \"" + address + "\">" + listing("k"),
                "<!DOCTYPE r [<!ENTITY % p SYSTEM \"" + address + "\"> %p;]>" + listing("k"),
                "<!DOCTYPE r [" + laughs + "]>" + listing("&a11;"));
        for (String document : documents) {
            HttpServer store = server(path -> "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + document);
            try {
                Map<String, String> environment = new TreeMap<>();
                for (String which : List.of("RAW", "COMPACT")) {
                    environment.put("DAYPACK_" + which + "_URL", "s3://" + (which.equals("RAW") ? "raw" : "compact"));
                    environment.put(
                            "DAYPACK_" + which + "_ENDPOINT",
                            "http://127.0.0.1:" + store.getAddress().getPort());
                    environment.put("DAYPACK_" + which + "_PATH_STYLE", "true");
                    environment.put("DAYPACK_" + which + "_ACCESS_KEY", "k");
                    environment.put("DAYPACK_" + which + "_SECRET_KEY", "s");
                }
                Said said = run(environment, "quality-report", "--days", "1", "--verbose");
                assertNotEquals(0, said.code(), said::toString);
                assertFalse(said.all().contains(SECRET), said::toString);
            } finally {
                store.stop(0);
            }
        }
        other.stop(0);
        assertEquals(0, called.get(), "the address was asked");
    }

    private static String listing(String key) {
        return "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>quality/date=x/" + key
                + "</Key><Size>1</Size><ETag>e</ETag></Contents></ListBucketResult>";
    }

    private interface Answer {
        String to(String path);
    }

    private static HttpServer server(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = answer.to(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
