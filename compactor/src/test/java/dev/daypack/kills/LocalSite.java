package dev.daypack.kills;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Options;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two directories. What is done shows by the files that come, change and go, some milliseconds later; which host does
 * it, they do not show: every host counts as being where the last of them was seen.
 */
final class LocalSite implements Site {

    /** A temporary file that is so large is no document. */
    private static final long OUTPUT_BYTES = 1 << 20;

    private static final String TEMPORARY = ".daypack-tmp/";

    private final Path directory;
    private final List<Sightings> sightings;
    private final Thread watch;
    private volatile boolean isOver;

    /** @param directory for both stores */
    LocalSite(Path directory, int hosts) {
        this.directory = directory;
        this.sightings =
                IntStream.range(0, hosts).mapToObj(host -> new Sightings()).toList();
        try {
            Files.createDirectories(raw(directory));
            Files.createDirectories(compact(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watch = new Thread(this::watch, "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static Path raw(Path directory) {
        return directory.resolve("raw");
    }

    private static Path compact(Path directory) {
        return directory.resolve("compact");
    }

    private void watch() {
        Map<String, String> before = new HashMap<>();
        while (!isOver) {
            Map<String, String> now = files();
            Set<Phase> seen = EnumSet.noneOf(Phase.class);
            now.forEach((name, generation) -> {
                if (!generation.equals(before.put(name, generation))) {
                    phase(name, generation, seen);
                }
            });
            if (before.keySet().removeIf(name -> !now.containsKey(name) && name.endsWith(".lock"))) {
                seen.add(Phase.RELEASE);
            }
            before.keySet().retainAll(now.keySet());
            seen.forEach(phase -> sightings.forEach(host -> host.saw(phase)));
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void phase(String name, String generation, Set<Phase> seen) {
        if (name.endsWith(".lock")) {
            seen.add(Phase.LEASE);
        } else if (name.endsWith("_state.json")) {
            seen.add(Phase.STATE);
        } else if (name.endsWith("data.parquet")) {
            seen.add(Phase.COMMIT);
        } else if (name.endsWith(".json")) {
            seen.add(Phase.SIDECARS);
        } else if (name.startsWith(TEMPORARY) && Long.parseLong(generation.split(" ", 2)[0]) > OUTPUT_BYTES) {
            seen.add(Phase.UPLOAD);
        }
    }

    /** All files of the compact store with size and identity; without the time of leases, which are renewed. */
    private Map<String, String> files() {
        Path root = compact(directory);
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, String> found = new TreeMap<>();
            for (Path file : files.toList()) {
                add(root, file, found);
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            // Something went away while it was looked at.
            return Map.of();
        }
    }

    private static void add(Path root, Path file, Map<String, String> found) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String name = root.relativize(file).toString();
            if (attributes.isRegularFile()) {
                String generation =
                        name.endsWith(".lock") ? "" : attributes.fileKey() + " " + attributes.lastModifiedTime();
                found.put(name, attributes.size() + " " + generation);
            }
        } catch (IOException e) {
            // It went away.
        }
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Map<String, String> environment(int host) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("DAYPACK_RAW_URL", raw(directory).toUri().toString());
        environment.put("DAYPACK_COMPACT_URL", compact(directory).toUri().toString());
        return environment;
    }

    @Override
    public Sightings sightings(int host) {
        return sightings.get(host);
    }

    @Override
    public ObjectStore compact(StoreAccess access) {
        return open(compact(directory), access);
    }

    @Override
    public ObjectStore raw() {
        return open(raw(directory), StoreAccess.WRITE);
    }

    private ObjectStore open(Path path, StoreAccess access) {
        return new StoreOpener(Clock.systemUTC(), new Random(1))
                .open(new StoreUrl.Directory(path), S3Options.defaults(directory), access);
    }

    @Override
    public Set<Phase> phases() {
        return EnumSet.of(
                Phase.START, Phase.LEASE, Phase.UPLOAD, Phase.COMMIT, Phase.SIDECARS, Phase.RELEASE, Phase.STATE);
    }

    @Override
    public Set<Phase> certainPhases() {
        return EnumSet.of(Phase.START);
    }

    @Override
    public boolean hasServer() {
        return false;
    }

    @Override
    public void crashServer() {
        throw new IllegalStateException("there is no server");
    }

    @Override
    public void close() {
        isOver = true;
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
