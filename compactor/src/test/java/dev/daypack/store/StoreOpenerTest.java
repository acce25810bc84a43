package dev.daypack.store;

import static dev.daypack.store.StoreContract.assertKind;
import static dev.daypack.store.StoreContract.bytes;
import static dev.daypack.store.StoreContract.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening stores by URL, against a server with two users. */
final class StoreOpenerTest {

    private static S3ProxyServer server;

    @TempDir
    Path scratch;

    private final StoreOpener opener = new StoreOpener(Clock.systemUTC(), new Random(1));

    @BeforeAll
    static void start() {
        server = S3ProxyServer.start();
        server.createBucket("raw", server.rawKeys());
        server.createBucket("compact", server.compactKeys());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private ObjectStore open(String url, S3Keys keys, StoreAccess access) {
        return opener.open(StoreUrl.parse(url), server.options(keys, scratch), access);
    }

    @Test
    void aBucketIsOpenedProbedAndWritten() {
        try (ObjectStore store = open("s3://compact/lake", server.compactKeys(), StoreAccess.WRITE)) {
            assertEquals("s3://compact/lake", store.url());
            assertEquals(
                    StoreCapabilities.FULL,
                    assertInstanceOf(S3Store.class, store).capabilities());
            assertEquals(
                    List.of(ProbeCache.KEY),
                    store.list("").stream().map(ObjectStat::key).toList());
            stored(store.put("a", bytes("x"), new Condition.Absent()));
        }
        try (ObjectStore whole = open("s3://compact", server.compactKeys(), StoreAccess.READ)) {
            assertTrue(whole.head("lake/a").isPresent());
            assertKind(Kind.REFUSED, () -> whole.delete("lake/a"));
            String etag = whole.head("lake/a").orElseThrow().etag();
            assertKind(Kind.REFUSED, () -> whole.delete("lake/a", etag));
        }
    }

    @Test
    void aBucketThatIsOpenedToReapLosesNamedGenerationsAndIsNotWrittenOtherwise() {
        try (ObjectStore store = open("s3://compact/reap", server.compactKeys(), StoreAccess.WRITE)) {
            stored(store.put("a", bytes("x"), new Condition.Absent()));
        }
        try (ObjectStore store = open("s3://compact/reap", server.compactKeys(), StoreAccess.REAP)) {
            assertKind(Kind.REFUSED, () -> store.delete("a"));
            assertKind(Kind.REFUSED, () -> store.put("a", bytes("y"), new Condition.Always()));
            assertKind(Kind.REFUSED, () -> store.upload("a"));
            assertEquals(DeleteOutcome.CHANGED, store.delete("a", "0".repeat(32)));
            String etag = store.head("a").orElseThrow().etag();
            assertEquals(DeleteOutcome.DELETED, store.delete("a", etag));
            assertTrue(store.head("a").isEmpty());
        }
    }

    @Test
    void wrongCredentialsAreRefusedInOneLineWithoutTheSecret() {
        for (S3Keys wrong : new S3Keys[] {
            new S3Keys("nobody", "topsecret"),
            new S3Keys(server.rawKeys().accessKey(), "topsecret"),
            server.compactKeys()
        }) {
            for (StoreAccess access : StoreAccess.values()) {
                StoreException e = assertKind(Kind.REFUSED, () -> open("s3://raw", wrong, access));
                assertTrue(e.getMessage().startsWith("s3://raw at 127.0.0.1:"), e.getMessage());
                assertTrue(e.getMessage().contains("check the credentials"), e.getMessage());
                assertFalse(e.getMessage().contains(wrong.secretKey()), e.getMessage());
            }
        }
    }

    @Test
    void aMissingBucketIsNamed() {
        for (StoreAccess access : StoreAccess.values()) {
            StoreException e = assertKind(Kind.NO_SUCH_ROOT, () -> open("s3://nowhere", server.rawKeys(), access));
            assertTrue(e.getMessage().contains("the bucket does not exist"), e.getMessage());
        }
    }

    @Test
    void abandonedUploadsOfOursAreAbortedAndOthersStay() {
        StoreUrl.Bucket place = new StoreUrl.Bucket("compact", "sweep/");
        S3Options options = server.options(server.compactKeys(), scratch);
        try (S3Store store = new S3Store(place, options, StoreCapabilities.FULL, new Random(1))) {
            for (String key : new String[] {"ours/data.parquet", "theirs.bin"}) {
                S3Connection connection = store.connection();
                connection
                        .client()
                        .createMultipartUpload(
                                create -> create.bucket("compact").key(connection.remote(key)));
            }
            assertEquals(0, store.removeAbandonedWrites(key -> true, Duration.ofDays(1)));
            Duration any = Duration.ofDays(-1);
            assertEquals(1, store.removeAbandonedWrites(key -> key.endsWith("data.parquet"), any));
            assertEquals(0, store.removeAbandonedWrites(key -> key.endsWith("data.parquet"), any));
            assertEquals(1, store.removeAbandonedWrites(key -> true, any));
        }
    }
}
