package dev.daypack.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Two universes at a time; the threads of all their processes; and silence, for every death is a defect in a log. */
final class Lanes implements AutoCloseable {

    private static final int COUNT = 2;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.daypack");

    private final ExecutorService lanes = Executors.newFixedThreadPool(COUNT);
    private final ExecutorService processes = Executors.newCachedThreadPool();
    private final PartPool pool = PartPool.make();
    private final Level level = LOG.getLevel();

    Lanes() {
        LOG.setLevel(Level.OFF);
    }

    ExecutorService processes() {
        return processes;
    }

    PartPool pool() {
        return pool;
    }

    /** Results in the order of the work. */
    <A, B> List<B> map(List<A> work, Function<A, B> one) {
        List<CompletableFuture<B>> results = new ArrayList<>(work.size());
        work.forEach(it -> results.add(CompletableFuture.supplyAsync(() -> one.apply(it), lanes)));
        return results.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        lanes.shutdownNow();
        processes.shutdownNow();
        LOG.setLevel(level);
    }
}
