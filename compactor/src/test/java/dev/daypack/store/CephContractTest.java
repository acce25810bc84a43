package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real Ceph gateway, which ignores the condition on a completion: large uploads are spooled. */
@Tag("ceph")
final class CephContractTest extends StoreContract {

    private static final String BUCKET = "contract";
    private static StoreCapabilities seen;

    @TempDir
    Path scratch;

    private S3Store store;

    @BeforeAll
    static void probe(@TempDir Path scratch) {
        CephGateway gateway = CephGateway.shared();
        gateway.createBucket(BUCKET, gateway.compactKeys());
        S3Options options = gateway.options(gateway.compactKeys(), scratch);
        StoreUrl.Bucket place = new StoreUrl.Bucket(BUCKET, "");
        try (S3Store probed = new S3Store(place, options, StoreCapabilities.FULL, new Random(1))) {
            seen = StoreProbe.probe(probed).capabilities();
            assertEquals(0, probed.list("").size());
        }
    }

    @BeforeEach
    void open() {
        CephGateway gateway = CephGateway.shared();
        S3Options options = gateway.options(gateway.compactKeys(), scratch);
        StoreUrl.Bucket place = new StoreUrl.Bucket(BUCKET, UUID.randomUUID() + "/");
        store = new S3Store(place, options, seen, new Random(1));
        // As whoever opens a store does; from then on reads go past the SDK.
        store.check();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(0, left.count(), "spool files left");
        }
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int raceRounds(Class<? extends Condition> condition) {
        return 10;
    }

    /** Ceph 16 answers some who lose a put-if-match with 500, which says nothing about what was written. */
    @Override
    boolean losersMayBeLeftInDoubt() {
        return true;
    }

    @Test
    void aSignatureOfOursIsTakenSoAReadIsOneRequest() {
        String key = "a b/k=1+2/\u00e4\u20ac~(x)";
        store.put(key, bytes("0123456789"), new Condition.Absent());
        String etag = store.head(key).orElseThrow().etag();
        long before = store.requests().gets();
        store.read(key, etag, 2, new byte[3], 0, 3);
        assertEquals(1, store.requests().gets() - before);
    }

    @Test
    void theProbeFindsThatPutsAreConditionalAndCompletionsAreNot() {
        assertTrue(seen.conditionalPut());
        assertFalse(seen.conditionalComplete());
    }

    @Test
    void anUploadOfManyPartsArrivesWhole() {
        byte[] all = random(3 * S3Options.PART_BYTES + 12_345, 9);
        try (Upload upload = store.upload("large")) {
            upload.write(all, 0, all.length);
            String etag = stored(upload.commit(new Condition.Absent()));
            byte[] back = new byte[all.length];
            store.read("large", etag, 0, back, 0, back.length);
            assertTrue(Arrays.equals(all, back));
        }
    }
}
