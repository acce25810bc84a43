package dev.daypack.kills;

import dev.daypack.store.S3Keys;
import dev.daypack.store.S3Options;
import dev.daypack.testing.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * S3Proxy with its objects in files, behind a {@link Gate}, as a process of its own that can be killed and started
 * again on the same address and the same objects. Buckets whose name starts with {@code raw} belong to one user, all
 * others to the other. It ends when its parent does.
 */
final class GatedServer implements S3Site.Server {

    static final S3Keys RAW = new S3Keys("rawkey", "rawsecret");
    static final S3Keys COMPACT = new S3Keys("compactkey", "compactsecret");

    private static final String READY = "ready";
    private static final int BACKLOG = 256;

    /** To get its port back. */
    private static final int MOST_TRIES = 300;

    /** S3Proxy writes beside the object, and shows it: a real store would not. Its notes of uploads are named alike. */
    private static final Pattern HALF_WRITTEN =
            Pattern.compile("(?!\\.s3proxy-mpu-stub-).*-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Path objects;
    private final Path log;
    private Process process;

    /** 0 until it has one; that it keeps. */
    private int port;

    /**
     * Starts it.
     *
     * @param objects an empty directory
     * @param log takes what it says
     */
    GatedServer(Path objects, Path log, List<String> buckets) {
        this.objects = objects;
        this.log = log;
        try {
            for (String bucket : buckets) {
                Files.createDirectories(objects.resolve(bucket));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** The process: a directory with buckets, and a port for the gate; 0 takes a free one. */
    public static void main(String[] arguments) throws Exception {
        PrintStream parent = System.out;
        System.setOut(System.err);
        Path objects = Path.of(arguments[0]);
        removeHalfWritten(objects);
        BlobStore blobs = new FilesystemNio2BlobStore(objects.toString());
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, RAW.accessKey(), RAW.secretKey())
                .build();
        proxy.setBlobStoreLocator((identity, bucket, key) -> grant(blobs, identity, bucket));
        proxy.start();
        URI behind = URI.create("http://127.0.0.1:" + proxy.getPort());
        try (Gate gate = new Gate(listen(Integer.parseInt(arguments[1])), behind)) {
            parent.println(READY + " " + gate.port());
            while (System.in.read() >= 0) {
                // Until the parent's end closes it.
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** On a port that was its own before, as soon as nobody has it any more. */
    private static ServerSocket listen(int port) throws IOException, InterruptedException {
        if (port == 0) {
            return Ports.listen(BACKLOG);
        }
        for (int tries = 1; ; tries++) {
            try {
                return Ports.listen(port, BACKLOG);
            } catch (BindException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static AccessGrant grant(BlobStore blobs, String identity, String bucket) {
        for (S3Keys keys : List.of(RAW, COMPACT)) {
            boolean isRaw = keys.equals(RAW);
            if (keys.accessKey().equals(identity) && (bucket == null || bucket.startsWith("raw") == isRaw)) {
                return new AccessGrant(keys.secretKey(), blobs);
            }
        }
        return null;
    }

    private static void removeHalfWritten(Path objects) throws IOException {
        try (Stream<Path> files = Files.walk(objects)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (HALF_WRITTEN.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void start() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GatedServer.class.getName(),
                            objects.toString(),
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String first = process.inputReader().readLine();
            while (first != null && !first.startsWith(READY)) {
                first = process.inputReader().readLine();
            }
            if (first == null) {
                throw new IllegalStateException("the server does not start: " + Files.readString(log));
            }
            port = Integer.parseInt(first.substring(READY.length() + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Options that reach it as one of the two users. */
    S3Options options(S3Keys keys, Path scratch) {
        return S3Options.defaults(scratch).withEndpoint(endpoint(), keys);
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not end");
        }
    }

    @Override
    public void restart() {
        start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
