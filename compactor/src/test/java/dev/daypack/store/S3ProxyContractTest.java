package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3ProxyContractTest extends StoreContract {

    private static S3ProxyServer server;

    @TempDir
    Path scratch;

    private S3Store store;

    @BeforeAll
    static void start() {
        server = S3ProxyServer.start();
        server.createBucket("contract", server.rawKeys());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        StoreUrl.Bucket place = new StoreUrl.Bucket("contract", "some/" + UUID.randomUUID() + "/");
        S3Options options = server.options(server.rawKeys(), scratch);
        store = new S3Store(place, options, StoreCapabilities.FULL, new Random(1));
        // As whoever opens a store does; from then on reads go past the SDK.
        store.check();
    }

    @AfterEach
    void close() {
        store.close();
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
    void aSignatureOfOursIsTakenSoAReadIsOneRequest() {
        String key = "a b/k=1+2/\u00e4\u20ac~(x)";
        store.put(key, bytes("0123456789"), new Condition.Absent());
        String etag = store.head(key).orElseThrow().etag();
        long before = store.requests().gets();
        store.read(key, etag, 2, new byte[3], 0, 3);
        assertEquals(1, store.requests().gets() - before);
    }
}
