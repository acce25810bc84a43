package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Lets several writers race for one object, under one condition, and sees how many win: that must be one, and what
 * stands there afterwards must be its. Beside a race for a generation a reader reads the generation before, pinned.
 * Rounds run side by side on objects of their own, so that all of them take about as long as one.
 */
final class ProbeRaces {

    /** Objects that are raced for side by side. More of them would keep each other's writers apart. */
    static final int LANES = 4;

    /** Races for each object, one after the other, each for the generation that the one before has left. */
    static final int PUT_ROUNDS = 16;

    static final int COMPLETE_ROUNDS = 2;

    static final int WRITERS = 4;

    private static final int START_SECONDS = 30;
    private static final int SMALL_BYTES = 800;
    private static final String PUT = "put-";
    private static final String COMPLETE = "complete-";

    /** What a race has shown. */
    private enum Verdict {
        ONE_WINNER,
        SEVERAL_WINNERS,
        /** Nobody is known to have won: answers were lost. */
        NO_CLEAR_ANSWER
    }

    /** A write that is made ready before the start, since the start must find all at the line. */
    private interface Shot {
        PutOutcome fire(Condition condition);
    }

    /** Makes a writer's shot ready. */
    private interface Loading {
        Shot load(String key, byte[] bytes, StartLine line);
    }

    /** How conditions were honoured. */
    record Seen(Honours ifAbsent, Honours ifMatch, boolean readsAreWhole) {}

    private final S3Connection connection;
    private final S3Writes writes;
    private final Executor executor;
    private final String folder;
    private final AtomicInteger generation = new AtomicInteger();

    ProbeRaces(S3Connection connection, S3Writes writes, Executor executor, String folder) {
        this.connection = connection;
        this.writes = writes;
        this.executor = executor;
        this.folder = folder;
    }

    /** The keys that races may have written. */
    static Stream<String> keys(String folder) {
        return IntStream.range(0, LANES)
                .boxed()
                .flatMap(lane -> Stream.of(folder + PUT + lane, folder + COMPLETE + lane));
    }

    /** Races of single PUTs: one in four with bodies whose ends go out together, the others with small ones. */
    CompletableFuture<Seen> puts() {
        return lanes(
                folder + PUT,
                PUT_ROUNDS,
                (key, bytes, line) -> condition -> writes.put(key, line.body(bytes), condition));
    }

    /** Races of completions; their parts are sent before. */
    CompletableFuture<Seen> completions() {
        return lanes(folder + COMPLETE, COMPLETE_ROUNDS, (key, bytes, line) -> {
            MultipartParts parts = new MultipartParts(connection, writes, new PartBuffers(0), Runnable::run, key);
            parts.send(bytes, bytes.length);
            return condition -> {
                try {
                    return parts.commit(condition);
                } finally {
                    parts.close();
                }
            };
        });
    }

    private CompletableFuture<Seen> lanes(String prefix, int rounds, Loading loading) {
        List<CompletableFuture<Lane>> lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.supplyAsync(() -> lane(prefix + lane, rounds, loading), executor))
                .toList();
        return CompletableFuture.supplyAsync(
                () -> {
                    List<Lane> done = Joined.of(lanes);
                    return new Seen(
                            honours(done.stream().map(Lane::ifAbsent)),
                            honours(done.stream().flatMap(lane -> lane.ifMatch().stream())),
                            done.stream().allMatch(Lane::readWasWhole));
                },
                executor);
    }

    private record Lane(Verdict ifAbsent, List<Verdict> ifMatch, boolean readWasWhole) {}

    private Lane lane(String key, int rounds, Loading loading) {
        Race ifAbsent = race(key, new Condition.Absent(), loading, StartLine.BODY_BYTES);
        String first = ifAbsent.left().orElseThrow(this::noAnswer);
        CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(() -> readsWhole(key, first), executor);
        try {
            List<Verdict> ifMatch = new ArrayList<>();
            String before = first;
            for (int round = 0; round < rounds && !ifMatch.contains(Verdict.SEVERAL_WINNERS); round++) {
                int length = round % 4 == 0 ? StartLine.BODY_BYTES : SMALL_BYTES;
                Race race = race(key, new Condition.Matches(before), loading, length);
                ifMatch.add(race.verdict());
                before = race.left().orElseThrow(this::noAnswer);
            }
            return new Lane(
                    ifAbsent.verdict(), ifMatch, Joined.of(List.of(reader)).get(0));
        } finally {
            reader.exceptionally(failure -> false).join();
        }
    }

    /** Every generation begins with a number that is repeated to its end. */
    private boolean readsWhole(String key, String etag) {
        byte[] into = new byte[StartLine.BODY_BYTES];
        try {
            new RangedRead(connection, key, etag, 0, into, 0, into.length).run();
        } catch (StoreException e) {
            if (e.kind() == Kind.CHANGED || e.kind() == Kind.MISSING) {
                return true;
            }
            if (e.kind() == Kind.FAILED) {
                return false; // The head of one generation, and the length of another.
            }
            throw e;
        }
        return Bytes.isOneGeneration(into);
    }

    /** @param left ETag of what stands there after it */
    private record Race(Verdict verdict, Optional<String> left) {}

    private Race race(String key, Condition condition, Loading loading, int length) {
        CountDownLatch start = new CountDownLatch(WRITERS);
        StartLine line = new StartLine(WRITERS);
        List<PutOutcome> ends = Joined.of(IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.supplyAsync(
                        () -> run(key, condition, loading, length, start, line), executor))
                .toList());
        List<String> winners = new ArrayList<>();
        for (PutOutcome end : ends) {
            if (end instanceof PutOutcome.Stored stored) {
                winners.add(stored.etag());
            }
        }
        Optional<String> left = etag(key);
        if (winners.isEmpty()) {
            return new Race(Verdict.NO_CLEAR_ANSWER, left);
        }
        boolean oneWon = winners.size() == 1 && left.equals(Optional.of(winners.get(0)));
        return new Race(oneWon ? Verdict.ONE_WINNER : Verdict.SEVERAL_WINNERS, left);
    }

    private PutOutcome run(
            String key, Condition condition, Loading loading, int length, CountDownLatch start, StartLine line) {
        Shot shot;
        try {
            shot = loading.load(key, Bytes.of(generation.incrementAndGet(), length), line);
        } finally {
            // Also after a failure, or the others would wait.
            start.countDown();
        }
        await(start);
        try {
            return shot.fire(condition);
        } finally {
            line.ended();
        }
    }

    /** If some come late, the others start without them. */
    private static void await(CountDownLatch start) {
        try {
            if (!start.await(START_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> etag(String key) {
        return connection.head(key).map(HeadObjectResponse::eTag).map(S3Connection::bare);
    }

    private Honours honours(Stream<Verdict> all) {
        List<Verdict> verdicts = all.toList();
        if (verdicts.contains(Verdict.SEVERAL_WINNERS)) {
            return Honours.ONE_AT_A_TIME;
        }
        if (!verdicts.contains(Verdict.ONE_WINNER)) {
            throw noAnswer();
        }
        return Honours.ALWAYS;
    }

    private StoreException noAnswer() {
        return connection
                .failures()
                .failure(Kind.UNREACHABLE, "", "no clear answer to writers that race; try again later");
    }

    /** Contents of which a mixture can be told. */
    private static final class Bytes {

        private static final int WORD = 8;

        static byte[] of(int generation, int length) {
            return String.format("%07d%n", generation)
                    .substring(0, WORD)
                    .repeat(length / WORD)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        static boolean isOneGeneration(byte[] bytes) {
            byte[] word = Arrays.copyOf(bytes, WORD);
            return IntStream.range(0, bytes.length).allMatch(at -> bytes[at] == word[at % WORD]);
        }
    }
}
