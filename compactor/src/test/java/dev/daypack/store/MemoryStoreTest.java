package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

    private final MemoryStore store = new MemoryStore();

    @Test
    void aConditionalWriteHappensOnlyIfItsConditionHolds() {
        PutOutcome first = store.put("k", bytes("a"), new Condition.Absent());
        assertEquals(new PutOutcome.Conflict(), store.put("k", bytes("b"), new Condition.Absent()));
        assertEquals(new PutOutcome.Conflict(), store.put("k", bytes("b"), new Condition.Matches("other")));
        assertEquals(new PutOutcome.Conflict(), store.put("none", bytes("b"), new Condition.Matches("other")));
        String etag = assertInstanceOf(PutOutcome.Stored.class, first).etag();
        assertInstanceOf(PutOutcome.Stored.class, store.put("k", bytes("c"), new Condition.Matches(etag)));
        assertEquals("c", text("k"));
    }

    @Test
    void ofManyRacingWritersOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<PutOutcome>> writers = IntStream.range(0, 16)
                    .<Callable<PutOutcome>>mapToObj(
                            number -> () -> store.put("k", bytes("w" + number), new Condition.Absent()))
                    .toList();
            int winners = 0;
            for (Future<PutOutcome> outcome : threads.invokeAll(writers)) {
                winners += outcome.get() instanceof PutOutcome.Stored ? 1 : 0;
            }
            assertEquals(1, winners);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUploadIsVisibleOnlyAfterItsCommit() {
        try (Upload upload = store.upload("k")) {
            upload.write(bytes("xabx"), 1, 2);
            assertEquals(2, upload.sizeBytes());
            assertEquals(Optional.empty(), store.head("k"));
            assertEquals(1, store.openUploads());
            assertInstanceOf(PutOutcome.Stored.class, upload.commit(new Condition.Absent()));
            assertThrows(IllegalStateException.class, () -> upload.commit(new Condition.Absent()));
        }
        assertEquals("ab", text("k"));
        assertEquals(0, store.openUploads());
    }

    @Test
    void anUploadThatIsClosedBeforeItsCommitLeavesNothing() {
        try (Upload upload = store.upload("k")) {
            upload.write(bytes("ab"), 0, 2);
        }
        assertEquals(List.of(), store.keys());
        assertEquals(0, store.openUploads());
    }

    @Test
    void aReadIsPinnedToItsGeneration() {
        store.with("k", "abcdef");
        String etag = store.head("k").orElseThrow().etag();
        byte[] into = new byte[4];
        store.read("k", etag, 2, into, 1, 3);
        assertArrayEquals(new byte[] {0, 'c', 'd', 'e'}, into);
        store.with("k", "abcdef");
        assertEquals(StoreException.Kind.CHANGED, kindOfRead("k", etag));
        store.delete("k");
        assertEquals(StoreException.Kind.MISSING, kindOfRead("k", etag));
    }

    @Test
    void listingsAreInTheOrderOfUtf8Bytes() {
        store.with("a/\uFF5E", "")
                .with("a/\uD83D\uDE00", "")
                .with("a/b/c", "")
                .with("a/b/d", "")
                .with("ab", "");
        assertEquals(
                List.of("a/b/c", "a/b/d", "a/\uFF5E", "a/\uD83D\uDE00"),
                store.list("a/").stream().map(ObjectStat::key).toList());
        assertEquals(List.of("a/b/"), store.listPrefixes("a/"));
        assertEquals(List.of("a/"), store.listPrefixes(""));
        assertEquals(List.of("a/", ""), store.calls(MemoryStore.Operation.LIST_PREFIXES));
    }

    @Test
    void faultsLoseRequestsAndAnswers() {
        MemoryStore faulty = new MemoryStore(new MemoryStore.Faults() {
            @Override
            public void before(MemoryStore.Call call) {
                if (call.key().equals("down")) {
                    throw new StoreException(StoreException.Kind.UNREACHABLE, "down", "no answer", null);
                }
            }

            @Override
            public boolean losesRequest(MemoryStore.Call call) {
                return call.key().equals("request");
            }

            @Override
            public boolean losesAnswer(MemoryStore.Call call) {
                return call.key().equals("answer");
            }
        });
        Condition absent = new Condition.Absent();
        assertInstanceOf(PutOutcome.Unknown.class, faulty.put("request", bytes(""), absent));
        assertInstanceOf(PutOutcome.Unknown.class, faulty.put("answer", bytes(""), absent));
        assertThrows(StoreException.class, () -> faulty.put("down", bytes(""), absent));
        assertEquals(List.of("answer"), faulty.keys());
        assertTrue(faulty.calls().contains(new MemoryStore.Call(MemoryStore.Operation.PUT, "down")));
    }

    private StoreException.Kind kindOfRead(String key, String etag) {
        return assertThrows(StoreException.class, () -> store.read(key, etag, 0, new byte[1], 0, 1))
                .kind();
    }

    private String text(String key) {
        return new String(store.get(key).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
