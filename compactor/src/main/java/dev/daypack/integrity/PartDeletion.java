package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import dev.daypack.publish.Manifest;
import dev.daypack.state.Lease;
import dev.daypack.store.DeleteOutcome;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import dev.daypack.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes raw parts by key and ETag, several at once, and logs each. Thread-safe. */
final class PartDeletion {

    private static final Logger LOG = LoggerFactory.getLogger(PartDeletion.class);

    /** Two requests a part; so many of them wait side by side. */
    private static final int AT_ONCE = 16;

    private final ObjectStore raw;
    private final Executor io;
    private final Cancellation cancellation;

    PartDeletion(ObjectStore raw, Executor io, Cancellation cancellation) {
        this.raw = raw;
        this.io = io;
        this.cancellation = cancellation;
    }

    /**
     * What was deleted.
     *
     * @param isStopped whether there was more to delete
     * @param failure of the store, which ended it
     */
    record Result(long parts, long bytes, boolean isStopped, Optional<StoreException> failure) {}

    /** Deletes parts, unless another generation of one stands there now, as long as the lease holds. */
    Result delete(List<Manifest.Input> parts, Lease lease) {
        AtomicLong count = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicBoolean isStopped = new AtomicBoolean();
        Optional<StoreException> failure = work(parts, part -> {
            if (lease.isLost() || cancellation.isCancelled()) {
                isStopped.set(true);
                return part;
            }
            DeleteOutcome outcome = raw.delete(part.key(), part.etag());
            if (outcome == DeleteOutcome.DELETED) {
                count.incrementAndGet();
                bytes.addAndGet(part.sizeBytes());
            }
            LOG.info(
                    "reap: {} key=\"{}\" etag={} bytes={}",
                    words(outcome),
                    Printable.of(part.key()),
                    Printable.of(part.etag()),
                    part.sizeBytes());
            return part;
        });
        return new Result(count.get(), bytes.get(), isStopped.get(), failure);
    }

    private Optional<StoreException> work(List<Manifest.Input> parts, UnaryOperator<Manifest.Input> task) {
        try {
            new Crew(io, AT_ONCE).work(parts, task);
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e);
        }
    }

    private static String words(DeleteOutcome outcome) {
        return switch (outcome) {
            case DELETED -> "deleted";
            case MISSING -> "gone already:";
            case CHANGED -> "left alone, it was replaced:";
        };
    }
}
