package dev.daypack.store;

import static dev.daypack.store.ScriptedServer.hangUp;
import static dev.daypack.store.ScriptedServer.head;
import static dev.daypack.store.ScriptedServer.ok;
import static dev.daypack.store.ScriptedServer.range;
import static dev.daypack.store.ScriptedServer.status;
import static dev.daypack.store.StoreContract.assertKind;
import static dev.daypack.store.StoreContract.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.ScriptedServer.Answer;
import dev.daypack.store.StoreException.Kind;
import dev.daypack.testing.Ports;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What the S3 store makes of answers that go wrong. */
final class S3StoreFaultTest {

    private static final Condition ABSENT = new Condition.Absent();
    private static final Condition MATCHES = new Condition.Matches("e1");
    private static final byte[] OBJECT = StoreContract.random(10_000, 3);
    private static final String CREATED =
            "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";

    @TempDir
    Path scratch;

    private ScriptedServer server;
    private S3Store store;

    private S3Store serve(Answer... answers) {
        server = new ScriptedServer(answers);
        return open(server.endpoint(), StoreCapabilities.FULL);
    }

    /** The same for a client that soon gives up, but not before a slow machine has answered what it does answer. */
    private void serveTheImpatient() {
        server = new ScriptedServer();
        open(server.endpoint(), StoreCapabilities.FULL, Duration.ofSeconds(4));
    }

    private S3Store open(URI endpoint, StoreCapabilities capabilities) {
        return open(endpoint, capabilities, S3Options.TIMEOUT);
    }

    private S3Store open(URI endpoint, StoreCapabilities capabilities, Duration timeout) {
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(endpoint, new S3Keys("key", "topsecret"))
                .withTimeout(timeout);
        Retry retry = new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5));
        store = new S3Store(new S3Connection(new StoreUrl.Bucket("lake", ""), options, retry), capabilities);
        return store;
    }

    @AfterEach
    void close() {
        if (server != null) {
            assertEquals(0, server.unused(), "answers that nobody asked for; asked: " + lines());
            server.close();
        }
        store.close();
    }

    private List<String> lines() {
        return server.asked().stream().map(ScriptedServer.Asked::line).toList();
    }

    @Test
    void aBodyThatIsCutOffIsResumedBehindTheLastByteUnderTheSameEtag() {
        serve(range(OBJECT, "e1", 4_000), range(OBJECT, "e1", 1), range(OBJECT, "e1", 100_000));
        byte[] into = new byte[9_000];
        store.read("k", "e1", 1_000, into, 0, 9_000);
        assertArrayEquals(Arrays.copyOfRange(OBJECT, 1_000, 10_000), into);
        assertEquals(
                List.of("bytes=1000-9999", "bytes=5000-9999", "bytes=5001-9999"),
                server.asked().stream().map(asked -> asked.header("Range")).toList());
        assertTrue(server.asked().stream()
                .allMatch(asked -> asked.header("If-match").equals("e1")));
    }

    @Test
    void aResumedBodyOfAnotherGenerationIsRefused() {
        serve(range(OBJECT, "e1", 4_000), status(412, "PreconditionFailed"), head("e2", "other"));
        assertKind(Kind.CHANGED, () -> store.read("k", "e1", 0, new byte[10_000], 0, 10_000));
    }

    @Test
    void anAnswerWhoseHeadBreaksOffIsAskedForAgain() {
        serve(ok("0123456789"), ok("0123456789", "ETag", "\"e"), range(OBJECT, "e1", 100_000));
        byte[] into = new byte[10];
        store.read("k", "e1", 0, into, 0, 10);
        assertArrayEquals(Arrays.copyOf(OBJECT, 10), into);
    }

    @Test
    void aServerThatIgnoresTheConditionOfAReadIsNotBelieved() {
        serve(range(OBJECT, "e2", 100_000));
        assertKind(Kind.CHANGED, () -> store.read("k", "e1", 0, new byte[10], 0, 10));
    }

    @Test
    void aServerThatWantsQuotesGetsThem() {
        serve(status(412, "PreconditionFailed"), head("e1", "x"), range(OBJECT, "e1", 100_000));
        store.read("k", "e1", 0, new byte[10], 0, 10);
        assertEquals("\"e1\"", server.asked().get(2).header("If-match"));
    }

    /** Not every server heeds the condition of a removal; what came in place of the removed one would go with it. */
    @Test
    void aRemovalWhoseAnswerIsLostLooksAgainBeforeItIsSentAgain() {
        serve(head("e1", "x"), hangUp(), head("e2", "y"), head("e2", "y"), head("e2", "y"));
        assertEquals(DeleteOutcome.CHANGED, store.delete("k", "e1"));
        assertEquals(
                1, lines().stream().filter(line -> line.startsWith("DELETE")).count(), () -> lines().toString());
    }

    @Test
    void aServerThatIgnoresTheRangeIsRefused() {
        serve(ok("0123456789", "ETag", "e1"));
        assertKind(Kind.FAILED, () -> store.read("k", "e1", 5, new byte[5], 0, 5));
    }

    @Test
    void aSmallObjectThatIsCutOffIsReadAgainFromTheStart() {
        serve(cutOff("0123456789", 4), hangUp(), ok("0123456789", "ETag", "\"e1\""));
        StoredObject got = store.get("k").orElseThrow();
        assertArrayEquals(bytes("0123456789"), got.bytes());
        assertEquals("e1", got.etag());
    }

    private static Answer cutOff(String body, int atMost) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(bytes(body), 0, atMost);
            exchange.getResponseBody().flush();
        };
    }

    @Test
    void readsAreRepeatedAfter503AndAfterALostConnection() {
        serve(status(503, "SlowDown"), hangUp(), status(500, "InternalError"), range(OBJECT, "e1", 100_000));
        byte[] into = new byte[10];
        store.read("k", "e1", 0, into, 0, 10);
        assertArrayEquals(Arrays.copyOf(OBJECT, 10), into);
    }

    @Test
    void readsThatFailTooOftenEndInOneClearLine() {
        serve(IntStream.range(0, Retry.ATTEMPTS)
                .mapToObj(i -> status(503, "SlowDown"))
                .toArray(Answer[]::new));
        StoreException e = assertKind(Kind.UNREACHABLE, () -> store.read("k", "e1", 0, new byte[10], 0, 10));
        assertTrue(e.getMessage().contains("s3://lake at 127.0.0.1:"), e.getMessage());
        assertTrue(e.getMessage().contains("503 SlowDown"), e.getMessage());
    }

    @Test
    void aConditionalPutThatGetsNoAnswerIsUnknownAndNotSentAgain() {
        serveTheImpatient();
        server.then(server.silence(), status(404, ""));
        PutOutcome outcome = store.put("k", bytes("x"), ABSENT);
        assertInstanceOf(PutOutcome.Unknown.class, outcome);
        assertEquals(List.of("PUT /lake/k", "HEAD /lake/k"), lines());
    }

    @Test
    void aConditionalPutWhoseConnectionBreaksIsUnknown() {
        serve(hangUp(), head("e9", "somebody else's"));
        assertInstanceOf(PutOutcome.Unknown.class, store.put("k", bytes("x"), MATCHES));
    }

    @Test
    void aConditionalPutWhoseAnswerWasLostIsStoredIfTheObjectCarriesItsIdentity() {
        serve();
        server.then(hangUp(), headOf(0, "e2"));
        assertEquals(new PutOutcome.Stored("e2"), store.put("k", bytes("x"), ABSENT));
    }

    /** The head of an object that the request with this index wrote. */
    private Answer headOf(int request, String etag) {
        return exchange -> head(etag, server.asked().get(request).header("X-amz-meta-" + S3Connection.WRITE_ID))
                .to(exchange);
    }

    @Test
    void a412AfterADoubtfulAnswerIsUnknown() {
        serve(status(503, "SlowDown"), status(412, "PreconditionFailed"), status(404, ""));
        assertInstanceOf(PutOutcome.Unknown.class, store.put("k", bytes("x"), ABSENT));
    }

    @Test
    void a412AtOnceIsAConflict() {
        serve(status(412, "PreconditionFailed"));
        assertInstanceOf(PutOutcome.Conflict.class, store.put("k", bytes("x"), ABSENT));
    }

    @Test
    void a404OnIfMatchIsAConflictAndOneOfTheBucketIsNot() {
        serve(status(404, "NoSuchKey"), status(404, "NoSuchBucket"));
        assertInstanceOf(PutOutcome.Conflict.class, store.put("k", bytes("x"), MATCHES));
        assertKind(Kind.NO_SUCH_ROOT, () -> store.put("k", bytes("x"), MATCHES));
    }

    @Test
    void a409IsSentAgainAndEndsAsAConflict() {
        serve(status(409, "ConditionalRequestConflict"), ok("", "ETag", "\"e2\""));
        assertEquals(new PutOutcome.Stored("e2"), store.put("k", bytes("x"), MATCHES));
        server.then(IntStream.range(0, Retry.ATTEMPTS)
                .mapToObj(i -> status(409, "ConditionalRequestConflict"))
                .toArray(Answer[]::new));
        assertInstanceOf(PutOutcome.Conflict.class, store.put("k", bytes("x"), MATCHES));
    }

    @Test
    void a500ToAConditionalPutIsUnknown() {
        serve(status(500, "InternalError"), status(404, ""));
        assertInstanceOf(PutOutcome.Unknown.class, store.put("k", bytes("x"), ABSENT));
    }

    @Test
    void anUnconditionalPutIsSentAgain() {
        serve(hangUp(), status(500, "InternalError"), ok("", "ETag", "\"e2\""));
        assertEquals(new PutOutcome.Stored("e2"), store.put("k", bytes("x"), new Condition.Always()));
    }

    @Test
    void conditionsAndEtagsAreSentBareAndWithACrc32() {
        serve(ok("", "ETag", "\"e2\""), ok("", "ETag", "\"e3\""));
        store.put("k", bytes("x"), ABSENT);
        store.put("k", bytes("x"), MATCHES);
        assertEquals("*", server.asked().get(0).header("If-none-match"));
        assertEquals("e1", server.asked().get(1).header("If-match"));
        CRC32 crc = new CRC32();
        crc.update('x');
        byte[] sent = Base64.getDecoder().decode(server.asked().get(1).header("X-amz-checksum-crc32"));
        assertEquals((int) crc.getValue(), ByteBuffer.wrap(sent).getInt());
        assertFalse(server.asked().get(0).headers().containsKey("X-amz-trailer"));
        assertEquals("", server.asked().get(0).header("Content-encoding"));
    }

    @Test
    void checksumsAreLeftOutWhenTheSwitchSaysSo() {
        server = new ScriptedServer(ok("", "ETag", "\"e2\""));
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(server.endpoint(), new S3Keys("key", "topsecret"))
                .withChecksumsWhenRequired(true);
        store = new S3Store(new StoreUrl.Bucket("lake", ""), options, StoreCapabilities.FULL, new Random(1));
        store.put("k", bytes("x"), ABSENT);
        assertTrue(server.asked().get(0).headers().keySet().stream()
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("checksum")));
    }

    @Test
    void anErrorInsideACompletionWithStatus200IsNotTakenForSuccess() {
        serve(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                ok("", "ETag", "\"p2\""),
                ok("<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>m</Message></Error>"),
                status(404, ""));
        assertInstanceOf(PutOutcome.Unknown.class, commitLarge(ABSENT));
    }

    @Test
    void aRefusedConditionInsideACompletionWithStatus200IsAConflict() {
        serve(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                ok("", "ETag", "\"p2\""),
                ok("<?xml version=\"1.0\"?><Error><Code>PreconditionFailed</Code><Message>m</Message></Error>"),
                status(204, ""));
        assertInstanceOf(PutOutcome.Conflict.class, commitLarge(ABSENT));
        assertTrue(lines().get(4).startsWith("DELETE /lake/k?"), lines().toString());
    }

    @Test
    void theEtagOfALargeObjectIsAskedForAfterItsCompletion() {
        serve();
        server.then(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                ok("", "ETag", "\"p2\""),
                ok("<CompleteMultipartUploadResult><ETag>\"wrong\"</ETag></CompleteMultipartUploadResult>"),
                headOf(0, "right-2"));
        assertEquals(new PutOutcome.Stored("right-2"), commitLarge(ABSENT));
        assertEquals("*", server.asked().get(3).header("If-none-match"));
    }

    @Test
    void aCompletionThatMeets409IsAConflictSinceItsUploadMustStartOver() {
        serve(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                ok("", "ETag", "\"p2\""),
                status(409, "ConditionalRequestConflict"),
                status(204, ""));
        assertInstanceOf(PutOutcome.Conflict.class, commitLarge(MATCHES));
        assertTrue(lines().get(4).startsWith("DELETE /lake/k?"), lines().toString());
    }

    @Test
    void aCompletionWithoutAnAnswerIsUnknownAndItsPartsStay() {
        serveTheImpatient();
        server.then(ok(CREATED), ok("", "ETag", "\"p1\""), ok("", "ETag", "\"p2\""), server.silence(), status(404, ""));
        assertInstanceOf(PutOutcome.Unknown.class, commitLarge(ABSENT));
        assertTrue(lines().stream().noneMatch(line -> line.startsWith("DELETE")), lines().toString());
    }

    @Test
    void partsAreSentAgainAfterALostConnection() {
        serve();
        server.then(
                ok(CREATED),
                ok("", "ETag", "\"p1\""),
                hangUp(),
                status(503, "SlowDown"),
                ok("", "ETag", "\"p2\""),
                ok("<CompleteMultipartUploadResult/>"),
                headOf(0, "e-2"));
        assertEquals(new PutOutcome.Stored("e-2"), commitLarge(ABSENT));
    }

    @Test
    void partsThatCannotBeSentFailTheCommitAndAreAborted() {
        serve(ok(CREATED), status(403, "AccessDenied"), status(403, "AccessDenied"), status(204, ""));
        assertKind(Kind.REFUSED, () -> commitLarge(ABSENT));
        assertTrue(lines().get(3).startsWith("DELETE /lake/k?"), lines().toString());
    }

    /** Two parts, one after the other, so that the script's order is the requests' order. */
    private PutOutcome commitLarge(Condition condition) {
        S3Connection connection = store.connection();
        S3Writes writes = new S3Writes(connection, StoreCapabilities.FULL);
        PartBuffers buffers = new PartBuffers(1_000);
        try (Upload upload = new S3Upload(
                writes, buffers, () -> new MultipartParts(connection, writes, buffers, Runnable::run, "k"), "k")) {
            upload.write(new byte[2_000], 0, 2_000);
            return upload.commit(condition);
        }
    }

    @Test
    void aServerWithoutConditionsIsUnsafe() {
        serve(status(501, "NotImplemented"));
        assertKind(Kind.UNSAFE, () -> store.put("k", bytes("x"), ABSENT));
    }

    @Test
    void aStoreWithASingleWriterChecksTheConditionItself() {
        server = new ScriptedServer(head("e1", "x"), head("e1", "x"), ok("", "ETag", "\"e2\""));
        open(server.endpoint(), new StoreCapabilities(false, false, false));
        assertInstanceOf(PutOutcome.Conflict.class, store.put("k", bytes("x"), ABSENT));
        assertEquals(new PutOutcome.Stored("e2"), store.put("k", bytes("x"), MATCHES));
        assertEquals("", server.asked().get(2).header("If-match"));
    }

    @Test
    void aServerThatIgnoresEveryConditionIsFoundOut() {
        serve(IntStream.range(0, 200).mapToObj(i -> always(i)).toArray(Answer[]::new));
        ProbeFindings seen = StoreProbe.probe(store);
        assertEquals(Honours.NEVER, seen.put());
        assertFalse(seen.isSafe());
        assertFalse(seen.capabilities().conditionalPut() || seen.capabilities().conditionalComplete());
        assertEquals("whatever 1.0", seen.server());
        long removed = lines().stream()
                .filter(line -> line.startsWith("DELETE /lake/compacted/.probe/"))
                .count();
        assertTrue(removed >= 10, lines().toString());
        server.forget();
    }

    /** Stores whatever comes, and shows another ETag each time. */
    private static Answer always(int number) {
        return exchange -> {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = line.contains("?uploads") ? CREATED : "";
            String etag = "\"e" + number + "\"";
            ok(line.startsWith("GET") ? "abc" : body, "ETag", etag, "Server", "whatever 1.0")
                    .to(exchange);
        };
    }

    @Test
    void expiredCredentialsAreResolvedAnewAndTheCallIsSentAgain() {
        server = new ScriptedServer(
                status(400, "ExpiredToken"),
                ok("", "ETag", "\"e2\""),
                status(400, "ExpiredToken"),
                range(OBJECT, "e1", 100_000),
                status(400, ""),
                head("e1", "x"));
        for (int call = 0; call < 3; call++) {
            List<String> resolved = new CopyOnWriteArrayList<>(List.of("old"));
            Retry retry = new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5));
            S3Options options = S3Options.defaults(scratch).withEndpoint(server.endpoint(), Optional.empty());
            S3Connection connection = new S3Connection(new StoreUrl.Bucket("lake", ""), options, retry, () -> {
                String key = resolved.remove(0);
                resolved.add("new");
                return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "topsecret"));
            });
            store = new S3Store(connection, StoreCapabilities.FULL);
            switch (call) {
                case 0 -> assertEquals(new PutOutcome.Stored("e2"), store.put("k", bytes("x"), ABSENT));
                case 1 -> store.read("k", "e1", 0, new byte[10], 0, 10);
                default -> assertTrue(connection.head("k").isPresent());
            }
            assertTrue(server.asked().get(2 * call).header("Authorization").contains("=old/"));
            assertTrue(server.asked().get(2 * call + 1).header("Authorization").contains("=new/"));
        }
    }

    @Test
    void expiredCredentialsOfTheSettingsAreSaidAtOnce() {
        serve(status(400, "ExpiredToken"));
        StoreException e = assertKind(Kind.REFUSED, () -> store.put("k", bytes("x"), ABSENT));
        assertTrue(e.getMessage().contains("have expired"), e.getMessage());
    }

    @Test
    void aRemovalIsRepeated() {
        serve(status(503, "SlowDown"), hangUp(), status(204, ""));
        store.delete("k");
        assertEquals(3, server.asked().size());
    }

    @Test
    void aListingThatGoesOnNowhereIsRefused() {
        serve(ok("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"));
        assertKind(Kind.FAILED, () -> store.list(""));
    }

    @Test
    void nothingListensIsSaidInOneLineWithoutTheSecret() throws IOException {
        try (Socket refusing = Ports.refusing()) {
            String place = "127.0.0.1:" + refusing.getLocalPort();
            open(URI.create("http://" + place), StoreCapabilities.FULL);
            for (Runnable call : List.<Runnable>of(
                    () -> store.check(), () -> store.put("k", bytes("x"), ABSENT), () -> store.delete("k"))) {
                StoreException e = assertKind(Kind.UNREACHABLE, call);
                assertTrue(e.getMessage().contains("s3://lake at " + place), e.getMessage());
                assertTrue(e.getMessage().contains("check that the endpoint is right"), e.getMessage());
                assertFalse(e.getMessage().contains("topsecret"));
            }
        }
    }

    @Test
    void anUnknownHostNamesTheEndpoint() {
        open(URI.create("http://no-such-host.invalid"), StoreCapabilities.FULL);
        StoreException e = assertKind(Kind.UNREACHABLE, () -> store.check());
        assertTrue(e.getMessage().contains("no-such-host.invalid"), e.getMessage());
    }
}
