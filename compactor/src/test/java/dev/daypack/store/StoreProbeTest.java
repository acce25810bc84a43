package dev.daypack.store;

import static dev.daypack.store.StoreContract.assertKind;
import static dev.daypack.store.StoreContract.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a probe sees, how long that is kept, and what follows from it. */
@Timeout(600)
final class StoreProbeTest {

    private static final ProbeFindings ALL = new ProbeFindings(
            Honours.ALWAYS, Honours.ALWAYS, Honours.ALWAYS, Honours.ALWAYS, true, true, false, "", Optional.empty());

    private final StoreOpener opener = new StoreOpener(Clock.systemUTC(), new Random(1));

    @TempDir
    Path scratch;

    private S3Options options(S3ProxyServer server, boolean singleWriter) {
        S3Options options = server.options(server.compactKeys(), scratch);
        return singleWriter ? options.withSingleWriter(true) : options;
    }

    private S3Store open(S3ProxyServer server, boolean singleWriter) {
        StoreUrl url = StoreUrl.parse("s3://compact/lake");
        return (S3Store) opener.open(url, options(server, singleWriter), StoreAccess.WRITE);
    }

    @Test
    void aServerThatDecidesRacesIsSeenToAndProbedNoMoreThanOnce() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("compact", server.compactKeys());
            try (S3Store first = open(server, false)) {
                assertEquals(StoreCapabilities.FULL, first.capabilities());
                assertTrue(first.requests().puts() > 100, first.requests()::toString);
                assertEquals(1, first.list("").size(), first.list("")::toString);
                assertTrue(first.commitRule().orElseThrow().startsWith("large objects are streamed"));
            }
            try (S3Store second = open(server, false)) {
                assertEquals(StoreCapabilities.FULL, second.capabilities());
                assertEquals(1, second.requests().gets());
                assertEquals(1, second.requests().lists());
                assertEquals(0, second.requests().puts() + second.requests().others());
            }
        }
    }

    @Test
    void aServerOfWhichSeveralWritersWinIsRefusedUnlessThereIsASingleWriter() {
        try (S3ProxyServer server = S3ProxyServer.withoutGate()) {
            server.createBucket("compact", server.compactKeys());
            StoreException refused = null;
            // It is found out by nine probes in ten where several processors race, by fewer on one.
            for (int attempt = 0; attempt < 40 && refused == null; attempt++) {
                try (S3Store store = open(server, false)) {
                    store.delete(ProbeCache.KEY);
                } catch (StoreException e) {
                    refused = e;
                }
            }
            assertTrue(refused != null, "several winners were never seen");
            assertEquals(Kind.UNSAFE, refused.kind());
            assertTrue(refused.getMessage().contains("single-writer: true"), refused.getMessage());
            assertTrue(refused.getMessage().contains("race"), refused.getMessage());
            try (S3Store store = open(server, true)) {
                assertTrue(store.capabilities().conditionalPut());
                StoreContract.stored(store.put("k", bytes("x"), new Condition.Absent()));
            }
        }
    }

    @Test
    void whatWasSeenCountsForTheSameServerAndNotForLong() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("compact", server.compactKeys());
            try (S3Store store = open(server, false)) {
                ProbeCache cache = cache(store);
                assertTrue(cache.read().isPresent());
                String kept = text(store);
                assertStale(store, kept.replaceAll("\"server\" : \"[^\"]*", "\"server\" : \"another 1.0"));
                assertStale(store, kept.replaceAll("\"endpoint\" : \"", "$0x"));
                assertStale(store, kept.replaceAll("\"probed_at\" : \"20", "$021"));
                assertStale(store, kept.replaceAll("\"probed_at\" : \"20", "\"probed_at\" : \"19"));
                assertStale(store, kept.replaceAll("\"kind\" : 1", "\"kind\" : 0"));
                assertStale(
                        store, kept.replaceAll("\"put_if_match\" : \"always", "\"put_if_match\" : \"one_at_a_time"));
                assertStale(store, kept.substring(9));
                assertStale(store, kept.replace("always", "perhaps"));
                assertEquals(1, cache(store).read().map(found -> 1).orElse(0), "undisturbed");
            }
        }
    }

    private void assertStale(S3Store store, String text) {
        String kept = text(store);
        assertFalse(kept.equals(text), text);
        put(store, text);
        assertEquals(Optional.empty(), cache(store).read(), text);
        put(store, kept);
    }

    @Test
    void theFirstProbesCountForLessThanADayAndThoseThatAgreeForAWeek() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("compact", server.compactKeys());
            try (S3Store store = open(server, false)) {
                String old =
                        Clock.systemUTC().instant().minusSeconds(3 * 86_400).toString();
                for (int agreed = 1; agreed <= 3; agreed++) {
                    String text = text(store);
                    assertTrue(text.contains("\"agreed\" : " + agreed), text);
                    put(store, text.replaceAll("\"probed_at\" : \"[^\"]*", "\"probed_at\" : \"" + old));
                    ProbeCache cache = cache(store);
                    Optional<ProbeFindings> found = cache.read();
                    assertEquals(agreed == 3, found.isPresent(), text);
                    cache.write(StoreProbe.probe(store));
                }
            }
        }
    }

    @Test
    void whatKilledProbesLeftIsRemovedOnceItIsOld() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("compact", server.compactKeys());
            try (S3Store store = open(server, false)) {
                StoreContract.stored(store.put(StoreProbe.FOLDER + "x/object", bytes("x"), new Condition.Absent()));
                ProbeFindings now = cache(store).read().orElseThrow();
                cache(store).write(now);
                assertEquals(2, store.list(StoreProbe.FOLDER).size(), "young");
                cache(store).write(at(now, now.probedAt().orElseThrow().plusSeconds(2 * 86_400)));
                assertEquals(1, store.list(StoreProbe.FOLDER).size(), "old");
            }
        }
    }

    @Test
    void whatIsSeenDecidesHowObjectsAreCommitted() {
        assertRule(ALL, false, true, true, "streamed");
        ProbeFindings ceph = with(ALL.putIfMatch(), Honours.NEVER);
        assertRule(ceph, false, true, false, "spooled to scratch and committed by one conditional PUT up to 5 GiB; l");
        assertRule(ceph, true, true, false, "and past that (single-writer: true) by a completion without a condition");
        assertRule(with(Honours.ALWAYS, Honours.ONE_AT_A_TIME), false, true, false, "spooled");
        ProbeFindings racy = with(Honours.ONE_AT_A_TIME, Honours.ONE_AT_A_TIME);
        assertFalse(racy.isSafe());
        assertRule(racy, true, true, true, "single-writer: true stands in");
        ProbeFindings without = with(Honours.NEVER, Honours.NEVER);
        assertFalse(without.isSafe());
        assertRule(without, true, false, false, "single-writer: true stands in");
    }

    private static void assertRule(
            ProbeFindings findings, boolean singleWriter, boolean put, boolean complete, String rule) {
        assertEquals(new StoreCapabilities(put, complete, false), findings.capabilities());
        assertTrue(findings.rule(singleWriter).contains(rule), findings.rule(singleWriter));
    }

    private static ProbeFindings with(Honours putIfMatch, Honours complete) {
        return new ProbeFindings(
                Honours.ALWAYS, putIfMatch, complete, complete, true, true, false, "", Optional.empty());
    }

    private static ProbeFindings at(ProbeFindings findings, java.time.Instant time) {
        return new ProbeFindings(
                findings.putIfAbsent(),
                findings.putIfMatch(),
                findings.completeIfAbsent(),
                findings.completeIfMatch(),
                findings.pinnedReads(),
                findings.wholeReads(),
                findings.quotedEtags(),
                findings.server(),
                Optional.of(time));
    }

    @Test
    void aServerThatIsNotAllowedToBeWrittenSaysSo() {
        try (S3ProxyServer server = S3ProxyServer.start()) {
            server.createBucket("compact", server.rawKeys());
            assertKind(Kind.REFUSED, () -> open(server, false));
        }
    }

    private static ProbeCache cache(S3Store store) {
        return new ProbeCache(store.connection(), store.listing());
    }

    private static String text(S3Store store) {
        return new String(store.get(ProbeCache.KEY).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private static void put(S3Store store, String text) {
        StoreContract.stored(store.put(ProbeCache.KEY, bytes(text), new Condition.Always()));
    }
}
