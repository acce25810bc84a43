package dev.daypack.store;

import dev.daypack.testing.Canaries;
import dev.daypack.testing.Ports;
import java.io.IOException;
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
    private static final S3Keys RAW = new S3Keys(Canaries.keyOf("raw"), Canaries.secretOf("raw"));
    private static final S3Keys COMPACT = new S3Keys(Canaries.keyOf("compact"), Canaries.secretOf("compact"));

    private static final S3Keys GUEST = new S3Keys(Canaries.keyOf("guest"), Canaries.secretOf("guest"));

    private final Path directory;
    private final int port;
    private final int monitorPort;

    private CephGateway(Path directory, int port, int monitorPort) {
        this.directory = directory;
        this.port = port;
        this.monitorPort = monitorPort;
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
            int port = Ports.free();
            int monitorPort = Ports.free();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run("stop", directory, port, monitorPort)));
            String answer = run("start", directory, port, monitorPort);
            if (!answer.contains("endpoint http://127.0.0.1:" + port)) {
                throw new IllegalStateException("the gateway did not start:\n" + answer);
            }
            return new CephGateway(directory, port, monitorPort);
        } catch (IOException e) {
            throw new IllegalStateException(e);
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
            if (!process.waitFor(600, TimeUnit.SECONDS)) {
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
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Kills the gateway where it stands; what it has stored stays. */
    public void kill() {
        run("kill", directory, port, monitorPort);
    }

    /** Starts the gateway again after {@link #kill}. */
    public void restart() {
        String answer = run("restart", directory, port, monitorPort);
        if (!answer.contains("endpoint ")) {
            throw new IllegalStateException("the gateway did not start again:\n" + answer);
        }
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

    /** A user without a bucket: may do what bucket policies allow, no more. */
    public S3Keys guestKeys() {
        return GUEST;
    }

    /** Lets a bucket's policy be this one. */
    public void setPolicy(String bucket, S3Keys owner, String json) {
        StoreUrl.Bucket location = new StoreUrl.Bucket(bucket, "");
        try (S3Connection connection =
                new S3Connection(location, options(owner, Path.of("/tmp")), new Retry(new Random(1)))) {
            connection.client().putBucketPolicy(put -> put.bucket(bucket).policy(json));
        }
    }

    /** A store on which nothing is tried before it is used; as a program without our checks would use it. */
    public ObjectStore bare(String bucket, S3Keys keys) {
        return new S3Store(
                new StoreUrl.Bucket(bucket, "lake/"),
                options(keys, Path.of("/tmp")),
                new StoreCapabilities(true, false, false),
                new Random(1));
    }

    /** Begins an upload and leaves it. */
    public void beginUpload(String bucket, S3Keys owner, String key) {
        StoreUrl.Bucket location = new StoreUrl.Bucket(bucket, "");
        try (S3Connection connection =
                new S3Connection(location, options(owner, Path.of("/tmp")), new Retry(new Random(1)))) {
            connection
                    .client()
                    .createMultipartUpload(begin -> begin.bucket(bucket).key(key));
        }
    }
}
