package dev.daypack.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A real Ceph gateway on loopback, started by {@code src/test/scripts/radosgw.sh} once per JVM and stopped when the JVM
 * ends. For tests that carry the tag {@code ceph}; they run with {@code -Pceph}.
 */
public final class CephGateway implements S3Server {

    private static final Path SCRIPT = Path.of("src/test/scripts/radosgw.sh").toAbsolutePath();
    private static final S3Keys RAW = new S3Keys("rawkey", "rawsecret");
    private static final S3Keys COMPACT = new S3Keys("compactkey", "compactsecret");

    private final URI endpoint;

    private CephGateway(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The gateway; starts it at the first call, which takes some fifteen seconds. */
    public static CephGateway shared() {
        return Started.GATEWAY;
    }

    private static final class Started {
        private static final CephGateway GATEWAY = start();
    }

    private static CephGateway start() {
        try {
            // Short, because it holds Unix sockets, whose names are.
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "rgw");
            int port = freePort();
            int monitorPort = freePort();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run("stop", directory, port, monitorPort)));
            String answer = run("start", directory, port, monitorPort);
            if (!answer.contains("endpoint http://127.0.0.1:" + port)) {
                throw new IllegalStateException("the gateway did not start:\n" + answer);
            }
            return new CephGateway(URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What the script printed. To a file: the daemons keep the script's output open. */
    private static String run(String verb, Path directory, int port, int monitorPort) {
        try {
            Path output = Files.createTempFile("radosgw", ".out");
            ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), verb, directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("RGW_PORT", Integer.toString(port));
            builder.environment().put("MON_PORT", Integer.toString(monitorPort));
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return text;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public S3Keys rawKeys() {
        return RAW;
    }

    @Override
    public S3Keys compactKeys() {
        return COMPACT;
    }

    @Override
    public void createBucket(String bucket, S3Keys owner) {
        StoreUrl.Bucket location = new StoreUrl.Bucket(bucket, "");
        try (S3Connection connection =
                new S3Connection(location, options(owner, Path.of("/tmp")), new Retry(new Random(1)))) {
            connection.client().createBucket(create -> create.bucket(bucket));
        }
    }
}
