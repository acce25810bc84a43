package dev.daypack.simulation;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoreException.Kind;
import dev.daypack.store.StoredObject;
import dev.daypack.store.Upload;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A bucket as one process sees it: at a distance, and with faults. */
final class SimulatedStore implements ObjectStore {

    private final String url;
    private final Bucket bucket;
    private final Process process;
    private final boolean isSpooling;
    private final Map<String, Integer> pageEnds;
    private final Coverage coverage;
    private final Set<String> flipped = new HashSet<>();

    /**
     * @param isSpooling whether uploads are kept on the local disk and committed by one conditional PUT, as for Ceph
     * @param pageEnds by ETag: where the pages of a part end, before which bits may turn on the way
     */
    SimulatedStore(
            String url,
            Bucket bucket,
            Process process,
            boolean isSpooling,
            Map<String, Integer> pageEnds,
            Coverage coverage) {
        this.coverage = coverage;
        this.url = url;
        this.bucket = bucket;
        this.process = process;
        this.isSpooling = isSpooling;
        this.pageEnds = pageEnds;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        return asked(Op.LIST_PREFIXES, prefix, () -> bucket.prefixes(prefix));
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        List<ObjectStat> objects = asked(Op.LIST, prefix, () -> bucket.list(prefix));
        coverage.listed(process, prefix, objects);
        return objects;
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        return asked(Op.HEAD, key, () -> bucket.held(key).map(held -> bucket.stat(key, held)));
    }

    @Override
    public Optional<StoredObject> get(String key) {
        return asked(
                Op.GET,
                key,
                () -> bucket.held(key)
                        .map(held -> new StoredObject(key, held.bytes().clone(), held.tag())));
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        Fate fate = sent(Op.READ, key);
        byte[] bytes = bucket.read(key, etag, offset, length);
        if (fate == Fate.CUT) {
            System.arraycopy(bytes, 0, into, at, length / 2);
            answered(Op.READ, key, fate);
            throw failure(Op.READ, key, "the body ended early, again and again", Kind.UNREACHABLE);
        }
        if (fate == Fate.FLIPPED) {
            flip(key, etag, offset, bytes);
        }
        System.arraycopy(bytes, 0, into, at, length);
        answered(Op.READ, key, fate);
    }

    /** Once for each prefix: what is broken twice, on fresh reads, counts as broken. */
    private void flip(String key, String etag, long offset, byte[] bytes) {
        long end = Math.min(bytes.length, pageEnds.getOrDefault(etag, 0) - offset);
        long from = Math.max(0, 4 - offset);
        if (end > from && flipped.add(key.substring(0, key.lastIndexOf('/')))) {
            int at = Math.toIntExact(from + process.random().nextLong(end - from));
            coverage.turned(process, key);
            process.note("a bit of " + key + " turns at " + (offset + at));
            bytes[at] ^= (byte) (1 << process.random().nextInt(8));
        }
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        byte[] copy = bytes.clone();
        return written(Op.PUT, key, condition, sentNanos -> bucket.put(key, copy, condition, writer(sentNanos)));
    }

    private Bucket.Writer writer(long lastSentNanos) {
        return new Bucket.Writer(process, lastSentNanos);
    }

    /** An effect, given when the request left. */
    interface Effect {
        PutOutcome happens(long sentNanos);
    }

    PutOutcome written(Op op, String key, Condition condition, Effect effect) {
        long sentNanos = process.world().nanos();
        Fate fate = sent(op, key);
        PutOutcome outcome = switch (fate) {
            case REQUEST_LOST -> new PutOutcome.Unknown("no answer");
            case LATE -> {
                process.world().at(process.world().nanos() + process.faults().lateNanos(process), () -> {
                    PutOutcome late = late(effect, sentNanos);
                    process.world()
                            .trace()
                            .count("late writes " + late.getClass().getSimpleName());
                    process.note("late " + op + " " + key + ": " + name(late));
                });
                yield new PutOutcome.Unknown("no answer in time");
            }
            case BUSY -> {
                if (op == Op.COMMIT && !isSpooling) {
                    throw failure(op, key, "another write was under way; start over", Kind.FAILED);
                }
                yield new PutOutcome.Conflict();
            }
            default -> effect.happens(sentNanos);
        };
        PutOutcome told = fate == Fate.ANSWER_LOST ? new PutOutcome.Unknown("the answer was lost") : outcome;
        if (op == Op.COMMIT) {
            process.world().trace().count("commits " + outcome.getClass().getSimpleName());
        }
        coverage.told(process, op, key, told);
        process.note(name(outcome) + (told == outcome ? "" : ", told " + name(told)));
        answered(op, key, fate);
        return told;
    }

    private static PutOutcome late(Effect effect, long sentNanos) {
        try {
            return effect.happens(sentNanos);
        } catch (StoreException aborted) {
            return new PutOutcome.Conflict();
        }
    }

    private static String name(PutOutcome outcome) {
        return outcome instanceof PutOutcome.Stored stored
                ? "stored " + stored.etag()
                : outcome.getClass().getSimpleName();
    }

    @Override
    public Upload upload(String key) {
        return new SimulatedUpload(key);
    }

    @Override
    public void delete(String key) {
        coverage.givesBack(process, key);
        Fate fate = sent(Op.DELETE, key);
        if (fate == Fate.REQUEST_LOST) {
            throw failure(Op.DELETE, key, "no answer", Kind.UNREACHABLE);
        }
        bucket.delete(key, process);
        answered(Op.DELETE, key, fate);
        if (fate == Fate.ANSWER_LOST) {
            throw failure(Op.DELETE, key, "the answer was lost", Kind.UNREACHABLE);
        }
    }

    @Override
    public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        Fate fate = sent(Op.SWEEP, "");
        long limit = process.world().nanos() + process.skewNanos() - olderThan.toNanos();
        List<Long> old = bucket.uploads().entrySet().stream()
                .filter(upload ->
                        ours.test(upload.getValue().key()) && upload.getValue().begunNanos() < limit)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(bucket::abort);
        old.forEach(upload -> process.world().trace().count("abandoned uploads removed"));
        answered(Op.SWEEP, "", fate);
        return old.size();
    }

    /** The process keeps its store to its end. */
    @Override
    public void close() {}

    private <T> T asked(Op op, String key, Supplier<T> question) {
        Fate fate = sent(op, key);
        T answer = question.get();
        answered(op, key, fate);
        if (fate == Fate.CUT) {
            throw failure(op, key, "the body ended early, again and again", Kind.UNREACHABLE);
        }
        return answer;
    }

    /** The way there. Some calls do not arrive. */
    private Fate sent(Op op, String key) {
        process.checkAlive();
        Fate fate = process.faults().fate(process, op, key);
        long call = process.nextCall();
        process.note(call + " " + op + " " + url + key + (fate == Fate.FINE ? "" : " " + fate));
        process.world().trace().count("calls");
        if (fate != Fate.FINE) {
            process.world().trace().count("fate " + fate);
        }
        if (fate == Fate.DIES_BEFORE) {
            throw process.die("before " + op + " " + key);
        }
        if (fate == Fate.FREEZES_BEFORE) {
            process.freeze(process.faults().freezeNanos(process));
        }
        pass(key);
        switch (fate) {
            case ERROR -> throw failure(op, key, "no connection", Kind.UNREACHABLE);
            case THROTTLED -> throw failure(op, key, "503 Slow Down, again and again", Kind.UNREACHABLE);
            case EXPIRED -> throw failure(op, key, "the token has expired", Kind.REFUSED);
            case NO_SPACE -> throw failure(op, key, "no space left on the scratch disk", Kind.NO_SPACE);
            default -> {
                return fate;
            }
        }
    }

    /** The way back. */
    private void answered(Op op, String key, Fate fate) {
        if (fate == Fate.DIES_AFTER) {
            throw process.die("after " + op + " " + key);
        }
        if (fate == Fate.FREEZES_AFTER) {
            process.freeze(process.faults().freezeNanos(process));
        }
        pass(key);
    }

    /** Under these keys lies what main code asks for, and writes, under locks of its own. */
    private void pass(String key) {
        long nanos = process.faults().wayNanos(process);
        if (key.startsWith(StoreBugs.LOCKS)) {
            process.passWithoutHeartbeats(nanos);
        } else if (key.startsWith("compacted/") || key.startsWith("quality/")) {
            process.passAlone(nanos);
        } else {
            process.pass(nanos);
        }
    }

    private StoreException failure(Op op, String key, String what, Kind kind) {
        return new StoreException(kind, key, url + key + ": " + op + ": " + what, null);
    }

    /** Parts that the server collects, or a file on the local disk. */
    private final class SimulatedUpload implements Upload {

        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Optional<Long> parts = Optional.empty();
        private long lastSentNanos;
        private boolean mayStand;

        SimulatedUpload(String key) {
            this.key = key;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            coverage.uploading(process, key);
            Fate fate = sent(Op.WRITE, key);
            if (parts.isEmpty() && !isSpooling) {
                parts = Optional.of(bucket.begin(key));
            }
            bytes.write(from, offset, length);
            lastSentNanos = process.world().nanos();
            answered(Op.WRITE, key, fate);
        }

        @Override
        public long sizeBytes() {
            return bytes.size();
        }

        @Override
        public PutOutcome commit(Condition condition) {
            byte[] whole = bytes.toByteArray();
            coverage.uploaded(process, key);
            mayStand = true;
            try {
                PutOutcome outcome = written(
                        Op.COMMIT,
                        key,
                        condition,
                        sentNanos -> parts.isPresent()
                                ? bucket.complete(parts.get(), whole, condition, writer(lastSentNanos))
                                : bucket.put(key, whole, condition, writer(lastSentNanos)));
                mayStand = !(outcome instanceof PutOutcome.Conflict);
                return outcome;
            } catch (StoreException nothingWritten) {
                mayStand = false;
                throw nothingWritten;
            }
        }

        @Override
        public void close() {
            coverage.uploaded(process, key);
            if (parts.isPresent() && !mayStand) {
                Fate fate = sent(Op.ABORT, key);
                bucket.abort(parts.get());
                answered(Op.ABORT, key, fate);
            }
        }
    }
}
