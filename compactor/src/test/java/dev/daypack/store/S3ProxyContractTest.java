package dev.daypack.store;

import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
}
