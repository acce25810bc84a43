package dev.daypack.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises. Each implementation runs all of it. */
abstract class StoreContract {

    private static final Condition ABSENT = new Condition.Absent();
    private static final Condition ALWAYS = new Condition.Always();

    /** More than a page of any server's listing. */
    private static final int MANY = 1_010;

    private static final int WRITERS = 16;

    /** An empty store of this test's own. */
    abstract ObjectStore store();

    /** Rounds of races between sixteen writers to hold; none where the server is known not to decide them. */
    abstract int raceRounds(Class<? extends Condition> condition);

    /** Whether a loser may get an answer that says nothing, where the server is known to give such. */
    boolean losersMayBeLeftInDoubt() {
        return false;
    }

    /** Length of an object that does not fit into one part. */
    int largeBytes() {
        return S3Options.PART_BYTES + 1;
    }

    @Test
    void anAbsentKeyIsEmptyToEveryReader() {
        assertEquals(Optional.empty(), store().head("a/b"));
        assertEquals(Optional.empty(), store().get("a/b"));
        assertEquals(List.of(), store().list("a/"));
        assertEquals(List.of(), store().listPrefixes(""));
        store().delete("a/b");
    }

    @Test
    void whatWasPutIsReadBackWithTheSameEtagEverywhere() {
        String etag = stored(store().put("a/b.json", bytes("hello"), ABSENT));

        StoredObject got = store().get("a/b.json").orElseThrow();
        assertEquals("hello", new String(got.bytes(), UTF_8));
        assertEquals(etag, got.etag());
        ObjectStat head = store().head("a/b.json").orElseThrow();
        assertEquals(etag, head.etag());
        assertEquals(5, head.sizeBytes());
        ObjectStat listed = store().list("a/").get(0);
        assertEquals("a/b.json", listed.key());
        assertEquals(etag, listed.etag());
        assertEquals(5, listed.sizeBytes());
        assertTrue(!etag.contains("\""), etag);
    }

    @Test
    void putIfAbsentStoresOnceAndConflictsAfterwards() {
        stored(store().put("lock", bytes("one"), ABSENT));
        assertInstanceOf(PutOutcome.Conflict.class, store().put("lock", bytes("two"), ABSENT));
        assertEquals("one", text("lock"));
    }

    @Test
    void putIfMatchReplacesOnlyTheGenerationItNames() {
        String first = stored(store().put("state", bytes("1"), ABSENT));
        String second = stored(store().put("state", bytes("2"), new Condition.Matches(first)));
        assertNotEquals(first, second);
        assertInstanceOf(PutOutcome.Conflict.class, store().put("state", bytes("3"), new Condition.Matches(first)));
        assertEquals("2", text("state"));
        stored(store().put("state", bytes("4"), new Condition.Matches(second)));
    }

    @Test
    void putIfMatchOnAMissingKeyConflicts() {
        String etag = stored(store().put("x", bytes("1"), ABSENT));
        store().delete("x");
        assertInstanceOf(PutOutcome.Conflict.class, store().put("x", bytes("2"), new Condition.Matches(etag)));
        assertEquals(Optional.empty(), store().get("x"));
    }

    @Test
    void anUnconditionalPutReplacesWhateverStandsThere() {
        stored(store().put("meta.json", bytes("old"), ALWAYS));
        stored(store().put("meta.json", bytes("new"), ALWAYS));
        assertEquals("new", text("meta.json"));
    }

    @Test
    void deletedObjectsAreGoneAndMayBeDeletedAgain() {
        stored(store().put("d/e/f", bytes("x"), ABSENT));
        store().delete("d/e/f");
        store().delete("d/e/f");
        assertEquals(Optional.empty(), store().head("d/e/f"));
        assertEquals(List.of(), store().list(""));
        assertEquals(List.of(), store().listPrefixes(""));
    }

    @Test
    void aNamedGenerationIsDeletedAndNoOther() {
        String first = stored(store().put("g/h", bytes("1"), ABSENT));
        String second = stored(store().put("g/h", bytes("2"), ALWAYS));
        assertEquals(DeleteOutcome.CHANGED, store().delete("g/h", first));
        assertEquals("2", text("g/h"));
        assertEquals(DeleteOutcome.DELETED, store().delete("g/h", second));
        assertEquals(Optional.empty(), store().head("g/h"));
        assertEquals(DeleteOutcome.MISSING, store().delete("g/h", second));
    }

    @Test
    void rangesAreReadExactly() {
        byte[] all = random(100_000, 7);
        String etag = stored(store().put("r", all, ABSENT));
        byte[] into = new byte[70_000];
        store().read("r", etag, 12_345, into, 1_000, 60_000);
        assertArrayEquals(Arrays.copyOfRange(all, 12_345, 72_345), Arrays.copyOfRange(into, 1_000, 61_000));
        assertEquals(0, into[999]);
        assertEquals(0, into[61_000]);
        byte[] last = new byte[1];
        store().read("r", etag, 99_999, last, 0, 1);
        assertEquals(all[99_999], last[0]);
        store().read("r", etag, 0, all, 0, 100_000);
    }

    @Test
    void aReadPastTheEndFails() {
        String etag = stored(store().put("r", bytes("0123456789"), ABSENT));
        assertKind(Kind.FAILED, () -> store().read("r", etag, 5, new byte[6], 0, 6));
        assertKind(Kind.FAILED, () -> store().read("r", etag, 10, new byte[1], 0, 1));
    }

    @Test
    void aPinnedReadRefusesAnotherGeneration() {
        String etag = stored(store().put("p", bytes("generation 1"), ABSENT));
        String second = stored(store().put("p", bytes("generation 2"), ALWAYS));
        StoreException changed = assertKind(Kind.CHANGED, () -> store().read("p", etag, 0, new byte[4], 0, 4));
        assertEquals("p", changed.key());
        store().delete("p");
        assertKind(Kind.MISSING, () -> store().read("p", second, 0, new byte[4], 0, 4));
    }

    @Test
    void anUploadIsInvisibleUntilItsCommit() {
        for (int size : new int[] {0, 1, largeBytes() - 1, largeBytes()}) {
            String key = "up/" + size;
            byte[] all = random(size, size);
            try (Upload upload = store().upload(key)) {
                write(upload, all);
                assertEquals(size, upload.sizeBytes());
                assertEquals(Optional.empty(), store().head(key));
                assertEquals(List.of(), store().list(key));
                String etag = stored(upload.commit(ABSENT));
                ObjectStat stat = store().head(key).orElseThrow();
                assertEquals(etag, stat.etag());
                assertEquals(size, stat.sizeBytes());
                byte[] back = new byte[size];
                store().read(key, etag, 0, back, 0, size);
                assertArrayEquals(all, back);
            }
            assertEquals(size, store().head(key).orElseThrow().sizeBytes());
        }
    }

    @Test
    void anUploadThatIsClosedWithoutACommitLeavesNothing() {
        try (Upload upload = store().upload("gone")) {
            write(upload, random(largeBytes(), 3));
        }
        try (Upload upload = store().upload("gone")) {
            write(upload, random(10, 3));
        }
        assertEquals(List.of(), store().list(""));
        assertEquals(0, store().removeAbandonedWrites(key -> true, Duration.ZERO.minusDays(1)));
    }

    @Test
    void aLargeCommitHonoursItsCondition() {
        String first = stored(store().put("data.parquet", bytes("first"), ABSENT));
        byte[] large = random(largeBytes(), 4);
        assertInstanceOf(PutOutcome.Conflict.class, upload("data.parquet", large, ABSENT));
        assertEquals("first", text("data.parquet"));
        String second = stored(upload("data.parquet", large, new Condition.Matches(first)));
        assertInstanceOf(PutOutcome.Conflict.class, upload("data.parquet", large, new Condition.Matches(first)));
        assertEquals(second, store().head("data.parquet").orElseThrow().etag());
        stored(upload("data.parquet", bytes("small"), new Condition.Matches(second)));
        store().delete("data.parquet");
        assertInstanceOf(PutOutcome.Conflict.class, upload("data.parquet", large, new Condition.Matches(second)));
        assertEquals(Optional.empty(), store().head("data.parquet"));
    }

    @Test
    void listingsGoOnPastTheFirstPage() throws Exception {
        List<Callable<PutOutcome>> puts = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String prefix = String.format("wide/p%05d/", i);
            prefixes.add(prefix);
            puts.add(() -> store().put(prefix + "part", bytes("x"), ABSENT));
        }
        Collections.shuffle(puts, new Random(5));
        for (PutOutcome outcome : together(puts, 8)) {
            stored(outcome);
        }
        assertEquals(prefixes, store().listPrefixes("wide/"));
        assertEquals(
                prefixes.stream().map(prefix -> prefix + "part").toList(),
                store().list("wide/").stream().map(ObjectStat::key).toList());
        assertEquals(List.of("wide/"), store().listPrefixes(""));
        assertEquals(10, store().list("wide/p0010").size());
    }

    @Test
    void listingsAreInBytewiseOrderAcrossDirectories() {
        List<String> keys =
                List.of("a-b/x", "a.b", "a/b/c", "a/b0", "a0", "a=1/y", "b", "z/\uFF5E", "z/\uD83D\uDE00", "\u00e9/x");
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(1));
        for (String key : shuffled) {
            stored(store().put(key, bytes(key), ABSENT));
        }
        assertEquals(keys, store().list("").stream().map(ObjectStat::key).toList());
        assertEquals(List.of("a-b/", "a/", "a=1/", "z/", "\u00e9/"), store().listPrefixes(""));
        assertEquals(List.of("a/b/"), store().listPrefixes("a/"));
        assertEquals(
                List.of("a/b/c", "a/b0"),
                store().list("a/b").stream().map(ObjectStat::key).toList());
        assertEquals(List.of(), store().listPrefixes("nothing/here/"));
    }

    @Test
    void keysWithOddCharactersComeBackAsTheyAre() {
        List<String> keys = List.of(
                "k/ space ",
                "k/%41%2F",
                "k/+plus",
                "k/..dots..",
                "k/?q=1&r=2#f",
                "k/[b]{c}",
                "k/back\\slash",
                "k/quote'\"<>",
                "k/star*",
                "k/\u00fcml\u00e4ut",
                "k/~tilde");
        for (String key : keys) {
            String etag = stored(store().put(key, bytes(key), ABSENT));
            byte[] back = new byte[bytes(key).length];
            store().read(key, etag, 0, back, 0, back.length);
            assertEquals(key, new String(back, UTF_8));
            assertEquals(key, text(key));
            assertEquals(
                    List.of(key),
                    store().list(key).stream().map(ObjectStat::key).toList());
        }
        assertEquals(
                keys.stream().sorted(ObjectKey.ORDER).toList(),
                store().list("k/").stream().map(ObjectStat::key).toList());
        keys.forEach(store()::delete);
        assertEquals(List.of(), store().list(""));
    }

    @Test
    void keysThatAreNoneAreRefusedByEveryMethod() {
        for (String key : List.of("", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\nb", "a\u0000b", "\uD800")) {
            assertKind(Kind.FAILED, () -> store().put(key, bytes("x"), ALWAYS));
            assertKind(Kind.FAILED, () -> store().upload(key).close());
            assertKind(Kind.FAILED, () -> store().head(key));
            assertKind(Kind.FAILED, () -> store().get(key));
            assertKind(Kind.FAILED, () -> store().read(key, "e", 0, new byte[1], 0, 1));
            StoreException refused = assertKind(Kind.FAILED, () -> store().delete(key));
            assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), refused.getMessage());
        }
    }

    @Test
    void ofManyWhoCreateAKeyOneWins() throws Exception {
        for (int round = 0; round < raceRounds(Condition.Absent.class); round++) {
            String key = "race/" + round;
            assertOneWinner("round " + round, key, race(key, ABSENT));
        }
    }

    @Test
    void ofManyWhoReplaceAGenerationOneWins() throws Exception {
        String etag = stored(store().put("race", bytes("start"), ABSENT));
        for (int round = 0; round < raceRounds(Condition.Matches.class); round++) {
            etag = assertOneWinner("round " + round, "race", race("race", new Condition.Matches(etag)));
        }
    }

    private List<PutOutcome> race(String key, Condition condition) throws Exception {
        List<Callable<PutOutcome>> writers = IntStream.range(0, WRITERS)
                .<Callable<PutOutcome>>mapToObj(
                        writer -> () -> store().put(key, bytes(key + System.nanoTime() + " by " + writer), condition))
                .toList();
        return together(writers, WRITERS);
    }

    private String assertOneWinner(String round, String key, List<PutOutcome> outcomes) {
        List<PutOutcome.Stored> winners = outcomes.stream()
                .filter(PutOutcome.Stored.class::isInstance)
                .map(PutOutcome.Stored.class::cast)
                .toList();
        assertEquals(1, winners.size(), round + ": " + outcomes);
        assertTrue(
                losersMayBeLeftInDoubt() || outcomes.stream().noneMatch(PutOutcome.Unknown.class::isInstance),
                round + ": " + outcomes);
        assertEquals(winners.get(0).etag(), store().head(key).orElseThrow().etag(), round);
        return winners.get(0).etag();
    }

    private static List<PutOutcome> together(List<Callable<PutOutcome>> calls, int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<PutOutcome> outcomes = new ArrayList<>();
            for (Future<PutOutcome> future : executor.invokeAll(calls)) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            executor.shutdownNow();
        }
    }

    private PutOutcome upload(String key, byte[] bytes, Condition condition) {
        try (Upload upload = store().upload(key)) {
            write(upload, bytes);
            return upload.commit(condition);
        }
    }

    /** In pieces that fit no boundary. */
    private static void write(Upload upload, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += 999_983) {
            upload.write(bytes, at, Math.min(999_983, bytes.length - at));
        }
    }

    private String text(String key) {
        return new String(store().get(key).orElseThrow().bytes(), UTF_8);
    }

    static String stored(PutOutcome outcome) {
        return assertInstanceOf(PutOutcome.Stored.class, outcome, outcome.toString())
                .etag();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** That it fails so, and says it in one line. */
    static StoreException assertKind(Kind kind, Runnable call) {
        StoreException e = assertThrows(StoreException.class, call::run);
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(!e.getMessage().contains("\n"), e.getMessage());
        return e;
    }
}
