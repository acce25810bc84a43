package dev.daypack.publish;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records of partition-days whose raw parts were given up on purpose. Thread-safe. */
public final class ReapedDays {

    private static final String SUFFIX = ".json";

    /** A layout without fields has its records right below their prefix, so that one is looked for itself. */
    private static final String ABOVE = "compacted/";

    /** Where the field stands in a record; no text in it has a line break. */
    private static final String COMPLETED = "\n  \"completed_at\" : \"";

    /** Names and times stand before the parts. */
    private static final int HEAD_BYTES = 4 << 10;

    private final ObjectStore compact;

    /** Whether no record stood there when somebody asked; made once. */
    private Optional<Boolean> isNone = Optional.empty();

    public ReapedDays(ObjectStore compact) {
        this.compact = compact;
    }

    /**
     * A record as it stands now.
     *
     * @param etag of the object
     */
    public record Found(ReapedRecord record, String etag) {}

    /**
     * The record of a partition-day, if its parts were reaped.
     *
     * @throws dev.daypack.json.MalformedJsonException if there is one that cannot be read; it is never taken for none
     */
    public Optional<ReapedRecord> of(PartitionDay day) {
        return find(day).map(Found::record);
    }

    /**
     * The record of a partition-day of which nothing else is known: no file is published, and the state has no entry.
     * Such days are many, and records are rare, so whether there is any at all is asked first, with one listing in the
     * life of this object. Not for days that are published: another host may begin to reap them at any time.
     *
     * @throws dev.daypack.json.MalformedJsonException if there is one that cannot be read
     */
    public Optional<ReapedRecord> ofUnknown(PartitionDay day) {
        return isNone() ? Optional.empty() : of(day);
    }

    private synchronized boolean isNone() {
        if (isNone.isEmpty()) {
            isNone = Optional.of(!compact.listPrefixes(ABOVE).contains(ReapedRecord.PREFIX));
        }
        return isNone.get();
    }

    /** As {@link #of}, with its generation. */
    public Optional<Found> find(PartitionDay day) {
        return compact.get(ReapedRecord.key(day)).map(ReapedDays::parsed);
    }

    /**
     * Writes the record of a reap that is about to begin.
     *
     * @return its ETag
     * @throws StoreException if it is not certain that it stands there
     */
    public String begin(PartitionDay day, ReapedRecord record) {
        String key = ReapedRecord.key(day);
        PutOutcome outcome = compact.put(key, record.toBytes(), new Condition.Absent());
        if (outcome instanceof PutOutcome.Stored stored) {
            return stored.etag();
        }
        // Whatever the answer was: what counts is whether it stands there.
        return compact.get(key)
                .filter(object -> Arrays.equals(object.bytes(), record.toBytes()))
                .map(StoredObject::etag)
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.UNREACHABLE,
                        key,
                        compact.url() + "/" + key + ": the record could not be written; nothing was deleted",
                        null));
    }

    /**
     * Notes in the record that all parts are gone. If that fails the next run does it.
     *
     * @param etag of the record
     */
    public void complete(PartitionDay day, ReapedRecord record, String etag) {
        compact.put(ReapedRecord.key(day), record.toBytes(), new Condition.Matches(etag));
    }

    /**
     * All partition-days that have a record, with the object that is one.
     *
     * @param layout whose fields the keys have
     */
    public SortedMap<PartitionDay, ObjectStat> all(Layout layout) {
        SortedMap<PartitionDay, ObjectStat> all = new TreeMap<>();
        for (ObjectStat stat : compact.list(ReapedRecord.PREFIX)) {
            String key = stat.key().substring(ReapedRecord.PREFIX.length());
            if (key.endsWith(SUFFIX)) {
                PartitionDay.ofStateKey(layout.fields(), key.substring(0, key.length() - SUFFIX.length()))
                        .ifPresent(day -> all.put(day, stat));
            }
        }
        return all;
    }

    /**
     * Whether a record says that all parts are gone. Its head tells, and its parts, which may be thousands, are not
     * read; a record that somebody wrote in another form counts as open, and is looked at as a whole. So does one that
     * changed since it was listed: another reap is at work.
     */
    public boolean isComplete(ObjectStat record) {
        byte[] head = new byte[(int) Math.min(HEAD_BYTES, record.sizeBytes())];
        try {
            compact.read(record.key(), record.etag(), 0, head, 0, head.length);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CHANGED || e.kind() == StoreException.Kind.MISSING) {
                return false;
            }
            throw e;
        }
        return new String(head, StandardCharsets.UTF_8).contains(COMPLETED);
    }

    private static Found parsed(StoredObject object) {
        return new Found(ReapedRecord.parse(object.bytes(), object.key()), object.etag());
    }
}
