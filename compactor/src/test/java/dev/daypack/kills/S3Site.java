package dev.daypack.kills;

import dev.daypack.store.DelayingProxy;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Keys;
import dev.daypack.store.S3Options;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Two buckets of a server in a process of its own. Every host reaches it by a wire that sees what it asks. */
final class S3Site implements Site {

    /** What the two servers do differently. */
    interface Server extends AutoCloseable {

        URI endpoint();

        /** Kills it where it stands. */
        void kill() throws InterruptedException;

        /** Starts it again, on the same address and what it has stored. */
        void restart();

        @Override
        void close();
    }

    private record Wire(Sightings sightings, DelayingProxy proxy) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Server server;
    private final String rawBucket;
    private final String compactBucket;
    private final S3Keys rawKeys;
    private final S3Keys compactKeys;
    private final Set<Phase> phases;
    private final Path scratch;
    private final List<Wire> wires;

    /**
     * @param phases that never come on this server are left out
     * @param scratch for the test's own connections
     */
    S3Site(
            String name,
            Server server,
            String rawBucket,
            S3Keys rawKeys,
            String compactBucket,
            S3Keys compactKeys,
            Set<Phase> phases,
            Path scratch,
            int hosts) {
        this.name = name;
        this.server = server;
        this.rawBucket = rawBucket;
        this.rawKeys = rawKeys;
        this.compactBucket = compactBucket;
        this.compactKeys = compactKeys;
        this.phases = EnumSet.copyOf(phases);
        this.scratch = scratch;
        this.wires = new CopyOnWriteArrayList<>();
        IntStream.range(0, hosts).forEach(host -> wires.add(wire()));
    }

    private Wire wire() {
        Sightings sightings = new Sightings();
        DelayingProxy proxy = new DelayingProxy(server.endpoint(), Duration.ZERO, line -> {
            sightings.request(line);
            return DelayingProxy.Fault.NONE;
        });
        return new Wire(sightings, proxy);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> environment(int host) {
        Map<String, String> environment = new TreeMap<>();
        String endpoint = wires.get(host).proxy().endpoint().toString();
        reach(environment, "RAW", rawBucket, rawKeys, endpoint);
        reach(environment, "COMPACT", compactBucket, compactKeys, endpoint);
        return environment;
    }

    private static void reach(
            Map<String, String> environment, String store, String bucket, S3Keys keys, String endpoint) {
        environment.put("DAYPACK_" + store + "_URL", url(bucket));
        environment.put("DAYPACK_" + store + "_ENDPOINT", endpoint);
        environment.put("DAYPACK_" + store + "_ACCESS_KEY", keys.accessKey());
        environment.put("DAYPACK_" + store + "_SECRET_KEY", keys.secretKey());
    }

    private static String url(String bucket) {
        return "s3://" + bucket + "/lake";
    }

    @Override
    public Sightings sightings(int host) {
        return wires.get(host).sightings();
    }

    @Override
    public ObjectStore compact(StoreAccess access) {
        return open(compactBucket, compactKeys, access);
    }

    @Override
    public ObjectStore raw() {
        return open(rawBucket, rawKeys, StoreAccess.WRITE);
    }

    private ObjectStore open(String bucket, S3Keys keys, StoreAccess access) {
        S3Options options = S3Options.defaults(scratch)
                .withEndpoint(server.endpoint(), keys)
                .withTimeout(PATIENCE);
        return new StoreOpener(Clock.systemUTC(), new Random(1)).open(StoreUrl.parse(url(bucket)), options, access);
    }

    @Override
    public Set<Phase> phases() {
        return EnumSet.copyOf(phases);
    }

    @Override
    public Set<Phase> certainPhases() {
        return phases();
    }

    @Override
    public boolean hasServer() {
        return true;
    }

    @Override
    public void crashServer() throws InterruptedException {
        server.kill();
        Thread.sleep(200);
        server.restart();
    }

    @Override
    public void close() {
        wires.forEach(wire -> wire.proxy().close());
        server.close();
    }
}
