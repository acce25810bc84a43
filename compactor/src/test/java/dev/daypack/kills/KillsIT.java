package dev.daypack.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The race on stores that need nothing installed. The profile {@code kills} runs it as long as one likes. */
@Tag("kills")
class KillsIT {

    @TempDir
    private static Path shared;

    private static Installation installation;

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        installation = new Installation(shared);
    }

    @Test
    void twoHostsOnAnS3ServerLoseNothing() throws Exception {
        Path log = directory.resolve("server.log");
        GatedServer server =
                new GatedServer(Files.createDirectory(directory.resolve("objects")), log, List.of("raw", "compact"));
        try (Site site = new S3Site(
                "s3proxy",
                server,
                "raw",
                GatedServer.RAW,
                "compact",
                GatedServer.COMPACT,
                EnumSet.allOf(Phase.class),
                directory,
                Race.HOSTS)) {
            Race.over(site, installation, Files.createDirectory(directory.resolve("race")), Race.cycles())
                    .run();
        }
    }

    @Test
    void twoHostsOnTheSameDirectoriesLoseNothing() throws Exception {
        try (Site site = new LocalSite(Files.createDirectory(directory.resolve("stores")), Race.HOSTS)) {
            int cycles = Math.max(4, Race.cycles() / 3);
            Race.over(site, installation, Files.createDirectory(directory.resolve("race")), cycles)
                    .run();
        }
    }
}
