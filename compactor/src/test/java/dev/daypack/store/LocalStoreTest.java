package dev.daypack.store;

import static dev.daypack.store.StoreContract.assertKind;
import static dev.daypack.store.StoreContract.bytes;
import static dev.daypack.store.StoreContract.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about a directory as a store. */
final class LocalStoreTest {

    private static final Condition ABSENT = new Condition.Absent();
    private static final Condition ALWAYS = new Condition.Always();

    @TempDir
    Path directory;

    private Path root;
    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        store = new LocalStore(root);
    }

    @Test
    void readingLeavesNoTrace() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c"), "hello");
        ObjectStat stat = store.list("").get(0);
        store.listPrefixes("a/");
        store.read("a/b/c", stat.etag(), 0, new byte[5], 0, 5);
        store.get("a/b/c");
        store.head("none");
        store.delete("none");
        assertEquals(0, store.removeAbandonedWrites(key -> true, Duration.ZERO));
        store.close();
        try (Stream<Path> files = Files.walk(root)) {
            assertEquals(4, files.count());
        }
    }

    @Test
    void aReadOnlyStoreRefusesEveryWrite() {
        ObjectStore raw = opener().open(new StoreUrl.Directory(root), null, StoreAccess.READ);
        assertKind(Kind.REFUSED, () -> raw.put("a", bytes("x"), ALWAYS));
        assertKind(Kind.REFUSED, () -> raw.upload("a"));
        assertKind(Kind.REFUSED, () -> raw.delete("a"));
        assertEquals(List.of(), raw.list(""));
    }

    private static StoreOpener opener() {
        return new StoreOpener(Clock.systemUTC(), new Random(1));
    }

    @Test
    void aMissingRootIsAnErrorForRawAndEmptyForAPlanAndCreatedByTheFirstWrite() {
        StoreUrl missing = new StoreUrl.Directory(directory.resolve("missing/deep"));
        StoreException e = assertKind(Kind.NO_SUCH_ROOT, () -> opener().open(missing, null, StoreAccess.READ));
        assertTrue(e.getMessage().startsWith("file:///"), e.getMessage());
        assertEquals(
                List.of(),
                opener().open(missing, null, StoreAccess.READ_OR_EMPTY).list(""));
        ObjectStore compact = opener().open(missing, null, StoreAccess.WRITE);
        assertEquals(Optional.empty(), compact.get("compacted/_state.json"));
        assertFalse(Files.exists(directory.resolve("missing")));
        stored(compact.put("compacted/_state.json", bytes("{}"), ABSENT));
        assertEquals(1, compact.list("").size());
    }

    @Test
    void aRootThatVanishesIsNeverTakenForAnEmptyOne() throws IOException {
        stored(store.put("a", bytes("x"), ABSENT));
        Files.move(root, directory.resolve("elsewhere"));
        assertKind(Kind.NO_SUCH_ROOT, () -> store.list(""));
        assertKind(Kind.NO_SUCH_ROOT, () -> store.get("a"));
    }

    @Test
    void aRootThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertKind(Kind.NO_SUCH_ROOT, () -> opener().open(new StoreUrl.Directory(file), null, StoreAccess.WRITE));
    }

    @Test
    void temporaryFilesAndLocksAreNeverListedNorAddressed() {
        try (Upload upload = store.upload("a/b")) {
            upload.write(bytes("half"), 0, 4);
            assertTrue(Files.isDirectory(root.resolve(LocalPaths.HIDDEN)));
            assertEquals(List.of(), store.list(""));
            assertEquals(List.of(), store.list(".d"));
            assertEquals(List.of(), store.listPrefixes(""));
            assertKind(Kind.FAILED, () -> store.get(LocalPaths.HIDDEN + "/lock-0"));
            assertKind(Kind.FAILED, () -> store.list(LocalPaths.HIDDEN + "/"));
        }
    }

    @Test
    void noEtagComesBackWhateverTheClockSays() {
        Instant still = Instant.parse("2026-01-26T00:00:00Z");
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 20; round++) {
            // The clock stands still, then runs backwards.
            Clock clock = Clock.fixed(still.minusSeconds(Math.max(0, round - 10)), ZoneOffset.UTC);
            LocalStore store = new LocalStore(root, StoreAccess.WRITE, clock);
            assertTrue(seen.add(time(stored(store.put("k", bytes("same"), ALWAYS)))), "round " + round);
            if (round % 3 == 0) {
                store.delete("k");
            }
        }
    }

    /** The part of an ETag after the inode, which may come back. */
    private static String time(String etag) {
        return etag.substring(etag.indexOf('-'));
    }

    @Test
    void anEtagIsTheSameInListingHeadAndPut() throws IOException {
        String etag = stored(store.put("k", bytes("x"), ABSENT));
        assertEquals(etag, store.list("").get(0).etag());
        Files.setLastModifiedTime(root.resolve("k"), FileTime.from(Instant.now().plusNanos(1)));
        assertNotEquals(etag, store.head("k").orElseThrow().etag());
    }

    @Test
    void aFileReplacedBySomebodyElseIsNoticed() throws IOException {
        Files.writeString(root.resolve("k"), "one");
        String etag = store.head("k").orElseThrow().etag();
        Path other = Files.writeString(root.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(root.resolve("k")));
        Files.delete(root.resolve("k"));
        Files.move(other, root.resolve("k"));
        assertKind(Kind.CHANGED, () -> store.read("k", etag, 0, new byte[3], 0, 3));
        assertInstanceOf(PutOutcome.Conflict.class, store.put("k", bytes("x"), new Condition.Matches(etag)));
    }

    @Test
    void linksThatLeadOutOfTheRootAreRefused() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(root.resolve("dir"), outside);
        assertKind(Kind.REFUSED, () -> store.get("dir/secret"));
        assertKind(Kind.REFUSED, () -> store.read("dir/secret", "e", 0, new byte[1], 0, 1));
        assertKind(Kind.REFUSED, () -> store.list(""));
        assertKind(Kind.REFUSED, () -> store.list("dir/"));
        assertKind(Kind.REFUSED, () -> store.listPrefixes(""));
        assertKind(Kind.REFUSED, () -> store.put("dir/new/file", bytes("x"), ABSENT));
        assertKind(Kind.REFUSED, () -> store.delete("dir/secret"));
        assertEquals(List.of("secret"), names(outside));
        Files.delete(root.resolve("dir"));
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        assertKind(Kind.REFUSED, () -> store.get("file"));
        assertKind(Kind.REFUSED, () -> store.list(""));
    }

    @Test
    void linksThatStayInsideAreFollowed() throws IOException {
        stored(store.put("real/x", bytes("hello"), ABSENT));
        Files.createSymbolicLink(root.resolve("alias"), root.resolve("real"));
        assertEquals("hello", new String(store.get("alias/x").orElseThrow().bytes(), UTF_8));
        assertEquals(
                List.of("alias/x", "real/x"),
                store.list("").stream().map(ObjectStat::key).toList());
        Files.createSymbolicLink(root.resolve("real/circle"), root);
        assertKind(Kind.FAILED, () -> store.list(""));
    }

    @Test
    void aRootThatIsItselfALinkWorks() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);
        LocalStore linked = new LocalStore(link);
        stored(linked.put("a/b", bytes("x"), ABSENT));
        assertEquals(1, linked.list("a/").size());
        assertTrue(store.get("a/b").isPresent());
    }

    @Test
    void aHiddenDirectoryThatIsALinkIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve(LocalPaths.HIDDEN), directory);
        assertKind(Kind.REFUSED, () -> store.put("a", bytes("x"), ABSENT));
    }

    @Test
    void aDirectoryInTheWayOfAKeyIsAnErrorAndNoConflict() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        assertEquals(Optional.empty(), store.head("a/b"));
        assertKind(Kind.FAILED, () -> store.put("a/b", bytes("x"), ABSENT));
        stored(store.put("f", bytes("x"), ABSENT));
        assertEquals(Optional.empty(), store.head("f/below"));
        assertKind(Kind.FAILED, () -> store.put("f/below", bytes("x"), ABSENT));
    }

    @Test
    void abandonedTemporaryFilesAreRemovedByAgeAndLocksStay() throws IOException {
        stored(store.put("a", bytes("x"), ABSENT));
        Upload live = store.upload("b");
        live.write(bytes("x"), 0, 1);
        Upload dead = store.upload("c");
        dead.write(bytes("x"), 0, 1);
        Path hidden = root.resolve(LocalPaths.HIDDEN);
        Files.writeString(hidden.resolve("foreign"), "x");
        List<String> temporaries =
                names(hidden).stream().filter(name -> name.endsWith(".tmp")).toList();
        assertEquals(2, temporaries.size());
        Files.setLastModifiedTime(
                hidden.resolve(temporaries.get(0)), FileTime.from(Instant.now().minusSeconds(7_200)));
        assertEquals(1, store.removeAbandonedWrites(key -> false, Duration.ofHours(1)));
        List<String> left = names(hidden);
        assertEquals(4, left.size(), left.toString());
        assertTrue(left.contains("foreign"), left.toString());
        live.close();
        dead.close();
        assertEquals(3, names(hidden).size());
    }

    @Test
    void publishedFilesFollowTheUmask() throws IOException {
        stored(store.put("a", bytes("x"), ABSENT));
        Path plain = Files.writeString(directory.resolve("plain"), "x");
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(root.resolve("a")));
    }

    @Test
    void aFullDiskAndAForbiddenDirectoryHaveNamesOfTheirOwn() {
        LocalPaths paths = new LocalPaths(root);
        IOException full = new FileSystemException("f", null, "No space left on device");
        assertEquals(Kind.NO_SPACE, paths.failure(full, "k", "writing").kind());
        assertEquals(
                Kind.NO_SPACE,
                paths.failure(new IOException("Disk quota exceeded"), "k", "writing")
                        .kind());
        StoreException refused = paths.failure(new AccessDeniedException("f"), "k", "writing");
        assertEquals(Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("check owner and mode"), refused.getMessage());
    }

    @Test
    void severalProcessesCountWithoutLosingACount() throws Exception {
        int processes = 2;
        int each = 100;
        stored(store.put("counter", bytes("0"), ABSENT));
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            others.add(Counter.start(root, each));
        }
        Counter.count(store, each);
        for (Process other : others) {
            String said = new String(other.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, other.waitFor(), said);
        }
        String total = new String(store.get("counter").orElseThrow().bytes(), UTF_8);
        assertEquals(Integer.toString(each * (processes + 1)), total);
    }

    /** Counts up an object by put-if-match, also in processes of its own. */
    static final class Counter {

        private Counter() {}

        static Process start(Path root, int times) throws Exception {
            Path main = Path.of(LocalStore.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path test = Path.of(Counter.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            main + File.pathSeparator + test,
                            Counter.class.getName(),
                            root.toString(),
                            Integer.toString(times))
                    .redirectErrorStream(true)
                    .start();
        }

        public static void main(String[] arguments) {
            count(new LocalStore(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
        }

        static void count(LocalStore store, int times) {
            for (int done = 0; done < times; ) {
                StoredObject present = store.get("counter").orElseThrow();
                int next = Integer.parseInt(new String(present.bytes(), UTF_8)) + 1;
                PutOutcome outcome = store.put(
                        "counter", Integer.toString(next).getBytes(UTF_8), new Condition.Matches(present.etag()));
                done += outcome instanceof PutOutcome.Stored ? 1 : 0;
            }
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theStoresTimeIsThatOfItsFilesAndNotThatOfAHostWhoseClockIsAhead(@TempDir Path shared) {
        Instant before = Instant.now();
        try (LocalStore ahead =
                        new LocalStore(shared, StoreAccess.WRITE, Clock.offset(Clock.systemUTC(), Duration.ofDays(1)));
                LocalStore right = new LocalStore(shared, StoreAccess.WRITE, Clock.systemUTC())) {
            ahead.put("locks/a", new byte[] {1}, new Condition.Always());
            right.put("locks/a", new byte[] {2}, new Condition.Always());
            assertTrue(right.head("locks/a").orElseThrow().modified().isAfter(before.plus(Duration.ofHours(23))));
            for (LocalStore host : List.of(ahead, right)) {
                Instant time = host.time("locks/a").orElseThrow();
                assertTrue(
                        time.isAfter(before.minusSeconds(5)) && time.isBefore(before.plus(Duration.ofHours(1))),
                        time::toString);
            }
        }
    }
}
