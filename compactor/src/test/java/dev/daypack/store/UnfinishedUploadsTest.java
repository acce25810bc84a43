package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that were begun and not ended are listed with their age, and can be removed. */
class UnfinishedUploadsTest {

    /** Ceph gives a thousand a page. */
    private static final int MANY = 1_010;

    @TempDir
    private Path scratch;

    @Test
    void uploadsAreListedByS3Proxy() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("unfinished", server.rawKeys());
            check("unfinished", server.options(server.rawKeys(), scratch), 3);
        }
    }

    @Test
    @Tag("ceph")
    void uploadsOfMoreThanAPageAreListedByCeph() {
        CephGateway gateway = CephGateway.shared();
        gateway.createBucket("unfinished", gateway.compactKeys());
        check("unfinished", gateway.options(gateway.compactKeys(), scratch), MANY);
    }

    /** Two stores in one bucket: neither sees the uploads of the other. */
    private static void check(String bucket, S3Options options, int uploads) {
        StoreUrl.Bucket place = new StoreUrl.Bucket(bucket, "mine/");
        StoreUrl.Bucket next = new StoreUrl.Bucket(bucket, "theirs/");
        try (S3Store store = new S3Store(place, options, StoreCapabilities.FULL, new Random(1));
                S3Store other = new S3Store(next, options, StoreCapabilities.FULL, new Random(2))) {
            begin(other, "x/data.parquet");
            IntStream.range(0, uploads).forEach(at -> begin(store, "d%05d/data.parquet".formatted(at)));

            List<UnfinishedWrite> found = store.unfinishedWrites();

            assertEquals(
                    IntStream.range(0, uploads)
                            .mapToObj("d%05d/data.parquet"::formatted)
                            .toList(),
                    found.stream().map(UnfinishedWrite::key).sorted().toList());
            for (UnfinishedWrite one : found) {
                Duration age = one.age().orElseThrow();
                assertTrue(age.abs().compareTo(Duration.ofMinutes(2)) < 0, () -> one + ": by the server's own clock");
                assertFalse(one.isOlderThan(Duration.ofMinutes(2)));
            }
            assertEquals(0, store.removeAbandonedWrites(key -> true, Duration.ofDays(1)));
            found.forEach(store::removeUnfinished);
            store.removeUnfinished(found.get(0));
            assertEquals(List.of(), store.unfinishedWrites());
            assertEquals(1, other.unfinishedWrites().size());
            other.unfinishedWrites().forEach(other::removeUnfinished);
        }
    }

    /** As a process does that dies right after. */
    private static void begin(S3Store store, String key) {
        String remote = store.connection().remote(key);
        store.connection()
                .client()
                .createMultipartUpload(
                        create -> create.bucket(store.connection().bucket()).key(remote));
    }

    @Test
    void temporaryFilesOfADirectoryAreListedAndNothingElseIsRemovedByTheirName() throws Exception {
        LocalStore store = new LocalStore(scratch);
        assertEquals(List.of(), store.unfinishedWrites());
        store.put("kept.tmp", new byte[1], new Condition.Absent());
        Path left = Files.createFile(scratch.resolve(".daypack-tmp/0.tmp"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        List<UnfinishedWrite> found = store.unfinishedWrites();

        assertEquals(
                List.of(".daypack-tmp/0.tmp"),
                found.stream().map(UnfinishedWrite::key).toList());
        assertTrue(found.get(0).isOlderThan(Duration.ofHours(1)), found::toString);
        assertFalse(found.get(0).isOlderThan(Duration.ofHours(3)), found::toString);
        store.removeUnfinished(
                new UnfinishedWrite("x", "../kept.tmp", found.get(0).age()));
        assertTrue(store.head("kept.tmp").isPresent());
        store.removeUnfinished(found.get(0));
        store.removeUnfinished(found.get(0));
        assertFalse(Files.exists(left));
    }

    /** Its clock is two days ahead of the files'. */
    @Test
    void aMachineWhoseClockIsAheadRemovesNothing() throws Exception {
        Instant ahead = Instant.now().plus(Duration.ofDays(2));
        LocalStore store = new LocalStore(scratch, StoreAccess.WRITE, Clock.fixed(ahead, ZoneOffset.UTC));
        try (Upload live = store.upload("a")) {
            live.write(new byte[1], 0, 1);
            UnfinishedWrite one = store.unfinishedWrites().get(0);
            assertTrue(one.isOlderThan(Duration.ofDays(1)), one::toString);
            assertThrows(StoreException.class, () -> store.removeUnfinished(one));
            assertTrue(live.commit(new Condition.Absent()) instanceof PutOutcome.Stored);
        }
    }

    /** A commit gives its file a time by the host's clock, and others must not take the file for an old one then. */
    @Test
    void aMachineWhoseClockIsBehindLosesNoWriteToThoseWhoCleanUp() throws Exception {
        Instant behind = Instant.now().minus(Duration.ofDays(300));
        LocalStore store = new LocalStore(scratch, StoreAccess.WRITE, Clock.fixed(behind, ZoneOffset.UTC));
        ExecutorService cleaner = Executors.newSingleThreadExecutor();
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            Future<?> cleaning = cleaner.submit(() -> {
                while (!isOver.get()) {
                    new LocalStore(scratch).removeAbandonedWrites(key -> true, Duration.ofDays(1));
                }
            });
            for (int round = 0; round < 300; round++) {
                PutOutcome outcome = store.put("a/" + round % 7, new byte[] {1}, new Condition.Always());
                assertTrue(outcome instanceof PutOutcome.Stored, "round " + round + ": " + outcome);
            }
            isOver.set(true);
            cleaning.get(300, TimeUnit.SECONDS);
        } finally {
            isOver.set(true);
            cleaner.shutdownNow();
        }
    }

    @Test
    void aStoreThatIsOpenForReadingListsThemAndRefusesToRemove() throws Exception {
        Files.createDirectories(scratch.resolve(".daypack-tmp"));
        Files.createFile(scratch.resolve(".daypack-tmp/0.tmp"));
        try (ObjectStore store = new ReadOnlyStore(new LocalStore(scratch), StoreAccess.READ)) {
            UnfinishedWrite one = store.unfinishedWrites().get(0);
            assertThrows(StoreException.class, () -> store.removeUnfinished(one));
            assertEquals(1, store.unfinishedWrites().size());
        }
    }
}
