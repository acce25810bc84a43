package dev.daypack.kills;

import dev.daypack.store.CephGateway;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The race on a real Ceph gateway, which is killed too; what it has stored is in its object store's process. */
@Tag("ceph")
class CephKillsIT {

    @TempDir
    private Path directory;

    @Test
    void twoHostsOnCephLoseNothing() throws Exception {
        CephGateway gateway = CephGateway.shared();
        String raw = "raw-kills";
        String compact = "compact-kills";
        gateway.createBucket(raw, gateway.rawKeys());
        gateway.createBucket(compact, gateway.compactKeys());
        Installation installation = new Installation(Files.createDirectory(directory.resolve("installed")));
        // What is uploaded is spooled first: this server ignores the conditions of uploads in pieces.
        EnumSet<Phase> phases = EnumSet.complementOf(EnumSet.of(Phase.UPLOAD));
        try (Site site = new S3Site(
                "ceph",
                of(gateway),
                raw,
                gateway.rawKeys(),
                compact,
                gateway.compactKeys(),
                phases,
                directory,
                Race.HOSTS)) {
            Race.over(site, installation, Files.createDirectory(directory.resolve("race")), Race.cycles())
                    .run();
        }
    }

    private static S3Site.Server of(CephGateway gateway) {
        return new S3Site.Server() {
            @Override
            public URI endpoint() {
                return gateway.endpoint();
            }

            @Override
            public void kill() {
                gateway.kill();
            }

            @Override
            public void restart() {
                gateway.restart();
            }

            @Override
            public void close() {
                // It is shared, and stopped when this JVM ends.
            }
        };
    }
}
