package dev.daypack.store;

import static dev.daypack.store.ScriptedServer.hangUp;
import static dev.daypack.store.ScriptedServer.head;
import static dev.daypack.store.ScriptedServer.ok;
import static dev.daypack.store.ScriptedServer.range;
import static dev.daypack.store.ScriptedServer.status;
import static dev.daypack.store.StoreContract.assertKind;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.ScriptedServer.Answer;
import dev.daypack.store.ScriptedServer.Asked;
import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Reads that go past the SDK's pipeline, once a listing has told the way. */
final class DirectGetsTest {

    private static final byte[] OBJECT = StoreContract.random(10_000, 3);
    private static final Answer LISTING = ok("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");

    @TempDir
    Path scratch;

    private ScriptedServer server;
    private S3Store store;
    private final byte[] into = new byte[10_000];

    private void serve(Answer... answers) {
        serve(false, answers);
    }

    private void serve(boolean checksumsWhenRequired, Answer... answers) {
        server = new ScriptedServer(LISTING);
        server.then(answers);
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(server.endpoint(), new S3Keys("key", "topsecret"))
                .withChecksumsWhenRequired(checksumsWhenRequired)
                .withTimeout(Duration.ofSeconds(20));
        Retry retry = new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5));
        store = new S3Store(
                new S3Connection(new StoreUrl.Bucket("lake", "raw/"), options, retry), StoreCapabilities.FULL);
        store.check();
    }

    @AfterEach
    void close() {
        assertEquals(0, server.unused(), "answers that nobody asked for; asked: " + server.asked());
        server.close();
        store.close();
    }

    private void read(int offset, int length) {
        store.read("a b/k=1", "e1", offset, into, offset, length);
        assertArrayEquals(
                Arrays.copyOfRange(OBJECT, offset, offset + length), Arrays.copyOfRange(into, offset, offset + length));
    }

    /** The request after the listing, counted from 1. */
    private Asked asked(int number) {
        return server.asked().get(number);
    }

    /** The SDK gives each of its requests a number. */
    private boolean isBySdk(int number) {
        return !asked(number).header("Amz-sdk-invocation-id").isEmpty();
    }

    @Test
    void afterAListingReadsGoPastTheSdkAndAreCounted() {
        serve(range(OBJECT, "e1", 100_000), range(OBJECT, "e1", 100_000));
        read(10, 500);
        read(0, 10_000);
        assertTrue(isBySdk(0));
        assertFalse(isBySdk(1) || isBySdk(2));
        assertEquals("GET /lake/raw/a%20b/k%3D1", asked(1).line());
        assertEquals("bytes=10-509", asked(1).header("Range"));
        assertEquals("e1", asked(1).header("If-match"));
        assertEquals("ENABLED", asked(1).header("X-amz-checksum-mode"));
        assertEquals(asked(0).header("User-agent"), asked(1).header("User-agent"));
        assertEquals(asked(0).header("Host"), asked(1).header("Host"));
        assertEquals(2, store.requests().gets());
        assertEquals(10_500, store.requests().bytesIn());
    }

    @Test
    void withoutChecksumsNoneAreAskedFor() {
        serve(true, range(OBJECT, "e1", 100_000));
        read(0, 10);
        assertEquals("", asked(1).header("X-amz-checksum-mode"));
    }

    @Test
    void aBodyThatIsCutOffIsResumedBehindTheLastByte() {
        serve(range(OBJECT, "e1", 4_000), hangUp(), range(OBJECT, "e1", 100_000));
        read(1_000, 9_000);
        assertEquals("bytes=5000-9999", asked(2).header("Range"));
        assertEquals("bytes=5000-9999", asked(3).header("Range"));
        assertFalse(isBySdk(3));
    }

    @Test
    void anotherGenerationIsTold() {
        serve(status(412, "PreconditionFailed"), head("e2", "other"));
        assertKind(Kind.CHANGED, () -> read(0, 10));
    }

    @Test
    void aServerThatIgnoresTheConditionIsNotBelieved() {
        serve(range(OBJECT, "e2", 100_000));
        assertKind(Kind.CHANGED, () -> read(0, 10));
    }

    @Test
    void aServerThatIgnoresTheRangeIsRefused() {
        serve(ok("0123456789", "ETag", "e1"));
        assertKind(Kind.FAILED, () -> read(5, 5));
    }

    @Test
    void anObjectThatIsGoneIsMissing() {
        serve(status(404, "NoSuchKey"));
        assertKind(Kind.MISSING, () -> read(0, 10));
    }

    @Test
    void aBucketThatIsGoneIsNotAMissingObject() {
        serve(status(404, "NoSuchBucket"));
        assertKind(Kind.NO_SUCH_ROOT, () -> read(0, 10));
    }

    @Test
    void aBusyServerIsAskedAgainTheSameWay() {
        serve(status(503, "SlowDown"), status(500, "InternalError"), range(OBJECT, "e1", 100_000));
        read(0, 10);
        assertFalse(isBySdk(3));
        assertEquals(3, store.requests().gets());
    }

    @Test
    void whereTheRequestIsFoundFaultWithTheSdkIsAsked() {
        serve(status(403, "SignatureDoesNotMatch"), range(OBJECT, "e1", 100_000), range(OBJECT, "e1", 100_000));
        read(0, 10);
        read(10, 10);
        assertFalse(isBySdk(1));
        assertTrue(isBySdk(2) && isBySdk(3), "what did not work is not tried again");
        assertEquals(3, store.requests().gets());
    }

    @Test
    void whoMayNotReadIsToldWhichPermissionIsMissing() {
        serve(status(403, "AccessDenied"), status(403, "AccessDenied"));
        StoreException e = assertKind(Kind.REFUSED, () -> read(0, 10));
        assertTrue(e.getMessage().contains("s3:GetObject"), e.getMessage());
    }

    @Test
    void aWrongChecksumIsReadAgainAndARightOneIsNot() {
        for (String algorithm : List.of("crc32", "crc32c", "sha1", "sha256")) {
            byte[] wrong = OBJECT.clone();
            wrong[17] ^= 4;
            serve(summed(algorithm, wrong), summed(algorithm, OBJECT));
            read(0, 10_000);
            assertEquals(2, store.requests().gets(), algorithm);
            if (!algorithm.equals("sha256")) {
                close();
            }
        }
    }

    @Test
    void aChecksumOfPartsSaysNothingOfTheBytes() {
        serve(exchange -> {
            exchange.getResponseHeaders().set("x-amz-checksum-crc32", "AAAAAA==-3");
            range(OBJECT, "e1", 100_000).to(exchange);
        });
        read(0, 10_000);
    }

    /** Ceph and MinIO did so once. */
    @Test
    void aChecksumOfTheWholeObjectSaysNothingOfAPart() {
        serve(summed("crc32", OBJECT), summed("crc32", OBJECT));
        read(10, 500);
        read(0, 500);
        assertEquals(2, store.requests().gets());
    }

    /** Amazon S3 does so where the range is the whole object. */
    @Test
    void aChecksumOfPartsIsKnownWithoutItsDash() {
        serve(checksum("AAAAAA==", "e1-3", ""), checksum("AAAAAA==", "e1", "COMPOSITE"));
        store.read("k", "e1-3", 0, into, 0, 10_000);
        store.read("k", "e1", 0, into, 0, 10_000);
        assertEquals(2, store.requests().gets());
    }

    private static Answer checksum(String crc32, String etag, String type) {
        return exchange -> {
            exchange.getResponseHeaders().set("x-amz-checksum-crc32", crc32);
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("x-amz-checksum-type", type);
            }
            range(OBJECT, etag, 100_000).to(exchange);
        };
    }

    /** Another thread may have renewed them before the SDK is asked, which would then seem to know better. */
    @Test
    void expiredCredentialsAreRenewedAndTheWayStays() {
        Answer object = range(OBJECT, "e1", 100_000);
        server = new ScriptedServer(LISTING, status(400, "ExpiredToken"), object, object);
        List<String> keys = new ArrayList<>(List.of("new", "old"));
        store = new S3Store(
                new S3Connection(
                        new StoreUrl.Bucket("lake", "raw/"),
                        S3Options.defaults(scratch).withEndpoint(server.endpoint(), Optional.empty()),
                        new Retry(new Random(1), Duration.ofMillis(1), Duration.ofMillis(5)),
                        () -> StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(keys.remove(keys.size() - 1), "topsecret"))),
                StoreCapabilities.FULL);
        store.check();
        read(0, 10);
        read(10, 10);
        assertTrue(asked(1).header("Authorization").contains("=old/"));
        assertTrue(asked(2).header("Authorization").contains("=new/"));
        assertFalse(isBySdk(2) || isBySdk(3));
    }

    /** The true checksum of the object, and some bytes. */
    private static Answer summed(String algorithm, byte[] bytes) {
        return exchange -> {
            exchange.getResponseHeaders().set("x-amz-checksum-" + algorithm, sum(algorithm));
            range(bytes, "e1", 100_000).to(exchange);
        };
    }

    private static String sum(String algorithm) throws IOException {
        try {
            byte[] sum = switch (algorithm) {
                case "crc32" -> {
                    CRC32 crc = new CRC32();
                    crc.update(OBJECT);
                    yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
                }
                case "crc32c" -> {
                    CRC32C crc = new CRC32C();
                    crc.update(OBJECT);
                    yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
                }
                case "sha1" -> MessageDigest.getInstance("SHA-1").digest(OBJECT);
                default -> MessageDigest.getInstance("SHA-256").digest(OBJECT);
            };
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
