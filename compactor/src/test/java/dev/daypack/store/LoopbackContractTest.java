package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.demo.LoopbackBuckets;
import dev.daypack.demo.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buckets of the rehearsal are as good as others. */
final class LoopbackContractTest extends StoreContract {

    @TempDir
    Path scratch;

    private LoopbackServer server;
    private S3Store store;

    @BeforeEach
    void open() throws IOException {
        server = new LoopbackServer(new LoopbackBuckets(Clock.systemUTC()));
        S3Options options = S3Options.defaults(scratch).withEndpoint(server.endpoint(), new S3Keys("key", "secret"));
        StoreUrl.Bucket place = new StoreUrl.Bucket("contract", "some/");
        store = new S3Store(place, options, StoreCapabilities.FULL, new Random(1));
        store.check();
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int raceRounds(Class<? extends Condition> condition) {
        return 3;
    }

    @Test
    void theProbeFindsThemSafe() {
        assertTrue(StoreProbe.probe(store).isSafe());
    }

    @Test
    void aReadIsOneRequest() {
        store.put("a", StoreContract.bytes("0123456789"), new Condition.Absent());
        String etag = store.head("a").orElseThrow().etag();
        long before = store.requests().gets();
        store.read("a", etag, 2, new byte[3], 0, 3);
        assertEquals(1, store.requests().gets() - before);
    }
}
