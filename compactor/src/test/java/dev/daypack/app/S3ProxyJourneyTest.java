package dev.daypack.app;

import dev.daypack.store.S3ProxyServer;
import dev.daypack.store.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Against S3Proxy inside this JVM. */
class S3ProxyJourneyTest extends BucketJourney {

    private static S3ProxyServer server;

    @BeforeAll
    static void start() {
        server = S3ProxyServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Server server() {
        return server;
    }
}
