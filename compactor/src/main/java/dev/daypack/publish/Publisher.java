package dev.daypack.publish;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.input.FooterReader;
import dev.daypack.input.InputLimits;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.memory.BufferPool;
import dev.daypack.quality.DayQuality;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import dev.daypack.store.Upload;
import dev.daypack.text.Sha256;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Publishes a packed partition-day: {@code data.parquet} by one conditional write, which is the commit, and then the
 * sidecars, which are derived from it and can be written again at any time.
 *
 * <p>The order of writes: data, quality, meta. Whoever finds {@code meta.json} finds the rest. Thread-safe.
 */
public final class Publisher {

    public static final String DATA = "data.parquet";
    public static final String META = "meta.json";

    private static final int BLOCK_BYTES = 4 << 20;

    private final ObjectStore compact;
    private final Layout layout;
    private final FooterReader footers;

    public Publisher(ObjectStore compact, Layout layout) {
        this.compact = compact;
        this.layout = layout;
        this.footers = new FooterReader(InputLimits.OWN_FILES, Optional.empty());
    }

    /** Key of an object of a partition-day in the compact store. */
    public String key(PartitionDay day, String name) {
        return layout.prefix(day) + name;
    }

    /** What is published of a partition-day now. */
    public Optional<Publication> present(PartitionDay day) {
        return compact.head(key(day, DATA)).map(this::read);
    }

    /**
     * What a published object says of itself. A file that is not of ours, or is broken, is a publication without an
     * imprint: it can be overwritten.
     */
    public Publication read(ObjectStat object) {
        try {
            PartFooter footer = footers.read(asPart(object));
            return new Publication(object, footer.rows(), Imprint.of(footer.keyValues()));
        } catch (PartRejectedException | MalformedJsonException | IllegalArgumentException e) {
            return new Publication(object, 0, Optional.empty());
        }
    }

    private Part asPart(ObjectStat object) {
        return new Part(
                object.key(),
                object.sizeBytes(),
                (offset, into, at, length) -> compact.read(object.key(), object.etag(), offset, into, at, length));
    }

    /**
     * Starts writing; nothing is visible before {@link #commit}.
     *
     * @param pool lends what buffers it takes
     * @param expectedBytes of the file, as far as can be told
     */
    public Upload begin(PartitionDay day, BufferPool pool, long expectedBytes) {
        return compact.upload(key(day, DATA), pool, expectedBytes);
    }

    /**
     * Makes the upload visible if what stood there before still does.
     *
     * @param before what {@link #present} said before the inputs were frozen
     * @param attempt id in the upload's own footer
     */
    public CommitOutcome commit(PartitionDay day, Upload upload, Optional<Publication> before, String attempt) {
        Condition condition = before.<Condition>map(publication ->
                        new Condition.Matches(publication.object().etag()))
                .orElseGet(Condition.Absent::new);
        PutOutcome outcome = upload.commit(condition);
        Optional<Publication> after = present(day);
        if (after.filter(publication -> isOurs(publication, outcome, attempt)).isPresent()) {
            return committed(after.get(), upload.sizeBytes());
        }
        boolean isUnchanged = after.map(publication -> publication.object().etag())
                .equals(before.map(publication -> publication.object().etag()));
        if (outcome instanceof PutOutcome.Unknown unknown && isUnchanged) {
            return new CommitOutcome.NotYet("no answer came to the commit: " + unknown.reason());
        }
        if (outcome instanceof PutOutcome.Conflict && isUnchanged) {
            return new CommitOutcome.NotYet("another write of the object was under way");
        }
        return new CommitOutcome.Conflict(
                outcome instanceof PutOutcome.Stored
                        ? "our file was committed and then replaced by another host's"
                        : "another host published other bytes meanwhile");
    }

    private static boolean isOurs(Publication publication, PutOutcome outcome, String attempt) {
        boolean sameObject = outcome instanceof PutOutcome.Stored stored
                && stored.etag().equals(publication.object().etag());
        return sameObject || publication.isBy(attempt);
    }

    /** A store that acknowledged the commit and kept fewer bytes has not kept its promise. */
    private CommitOutcome committed(Publication published, long sentBytes) {
        ObjectStat object = published.object();
        if (object.sizeBytes() != sentBytes) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    object.key(),
                    compact.url() + "/" + object.key() + ": the store shows " + object.sizeBytes() + " bytes where "
                            + sentBytes + " were written; what stands there is broken",
                    null);
        }
        return new CommitOutcome.Committed(published);
    }

    /** Writes {@code quality_day.json}, then {@code meta.json}. */
    public void writeSidecars(PartitionDay day, MetaDocument meta, DayQuality quality) {
        write(key(day, DayQuality.FILE_NAME), quality.toJson());
        write(key(day, META), meta.toBytes());
    }

    private void write(String key, byte[] bytes) {
        PutOutcome outcome = compact.put(key, bytes, new Condition.Always());
        if (!(outcome instanceof PutOutcome.Stored)) {
            throw new StoreException(
                    StoreException.Kind.UNREACHABLE,
                    key,
                    compact.url() + "/" + key + ": the sidecar could not be written; the next run writes it again",
                    null);
        }
    }

    /** Whether both sidecars are there, and are those of the published object. */
    public boolean hasSidecars(PartitionDay day, Publication published) {
        return compact.get(key(day, META))
                        .filter(meta -> isOf(meta, published.object()))
                        .isPresent()
                && compact.head(key(day, DayQuality.FILE_NAME)).isPresent();
    }

    private static boolean isOf(StoredObject meta, ObjectStat object) {
        try {
            return MetaDocument.parse(meta.bytes(), meta.key())
                    .provenance()
                    .filter(provenance -> provenance.etag().equals(object.etag()))
                    .isPresent();
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** SHA-256 of a published file, read back whole, in hex. */
    public String sha256(ObjectStat object) {
        MessageDigest sha256 = Sha256.newDigest();
        byte[] block = new byte[BLOCK_BYTES];
        for (long offset = 0; offset < object.sizeBytes(); offset += BLOCK_BYTES) {
            int length = (int) Math.min(BLOCK_BYTES, object.sizeBytes() - offset);
            compact.read(object.key(), object.etag(), offset, block, 0, length);
            sha256.update(block, 0, length);
        }
        return Sha256.hex(sha256);
    }
}
