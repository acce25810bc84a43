package dev.daypack.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Objects as the regular files below a directory. Reading leaves no trace; writing keeps temporary files and locks in
 * {@code .daypack-tmp} below the root, which no listing shows.
 *
 * <p>ETags are {@code inode-nanoseconds-size}, so a listing reads no contents. They tell generations apart that we
 * wrote, always; of other writers they miss only one that changes a file in place, keeps its size, and does so within
 * one tick of the file system's clock or sets the time back.
 */
public final class LocalStore implements ObjectStore {

    /** A larger object is no small object. */
    static final int LIMIT_SMALL_BYTES = 64 * 1_024 * 1_024;

    private static final int ATTEMPTS = 5;

    private final LocalPaths paths;
    private final LocalTree tree;
    private final LocalCommit commit;
    private final boolean rootMayBeMissing;
    private volatile boolean rootSeen;

    /** A store to write: a root that does not exist yet is empty, and created by the first write. */
    public LocalStore(Path root) {
        this(root, StoreAccess.WRITE, Clock.systemUTC());
    }

    /** A store whose listings fail without a root if it is opened for {@link StoreAccess#READ}. */
    LocalStore(Path root, StoreAccess access, Clock clock) {
        paths = new LocalPaths(root);
        tree = new LocalTree(paths);
        commit = new LocalCommit(paths, clock);
        rootMayBeMissing = access != StoreAccess.READ && access != StoreAccess.REAP;
    }

    /**
     * Looks whether the root is there.
     *
     * @throws StoreException of kind {@code NO_SUCH_ROOT} if it must be and is not, or is no directory
     */
    public void check() {
        rootExists();
    }

    @Override
    public String url() {
        return paths.url();
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        return rootExists() ? tree.directories(prefix) : List.of();
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        return rootExists() ? tree.files(prefix) : List.of();
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        Path path = paths.resolve(key);
        return rootExists() ? paths.file(key, path).map(file -> LocalPaths.stat(key, file)) : Optional.empty();
    }

    @Override
    public Optional<StoredObject> get(String key) {
        // A generation that is replaced while we read it is read again from the start.
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectStat> stat = head(key);
            if (stat.isEmpty()) {
                return Optional.empty();
            }
            if (stat.get().sizeBytes() > LIMIT_SMALL_BYTES) {
                throw paths.failure(
                        StoreException.Kind.FAILED,
                        key,
                        "larger than " + LIMIT_SMALL_BYTES + " bytes, read it in parts");
            }
            byte[] bytes = new byte[Math.toIntExact(stat.get().sizeBytes())];
            try {
                pinned(key, stat.get().etag(), 0, ByteBuffer.wrap(bytes));
                return Optional.of(new StoredObject(key, bytes, stat.get().etag()));
            } catch (StoreException e) {
                boolean replaced = e.kind() == StoreException.Kind.CHANGED || e.kind() == StoreException.Kind.MISSING;
                if (!replaced || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        pinned(key, etag, offset, ByteBuffer.wrap(into, at, length));
    }

    private void pinned(String key, String etag, long offset, ByteBuffer into) {
        Path path = paths.resolve(key);
        int askedBytes = into.remaining();
        boolean whole;
        try {
            if (!paths.parentIsInside(key, path)) {
                throw missing(key);
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                whole = readFully(channel, offset, into);
            }
        } catch (NoSuchFileException e) {
            throw missing(key);
        } catch (IOException e) {
            throw paths.failure(e, key, "reading");
        }
        // Checked after the bytes were read: whatever was opened, the generation asked for stands here still, and since
        // no ETag comes back it stood here all the time.
        BasicFileAttributes file = paths.file(key, path).orElseThrow(() -> missing(key));
        if (!LocalPaths.etag(file).equals(etag)) {
            throw paths.failure(
                    StoreException.Kind.CHANGED, key, "changed while it was in use; the next run reads it anew");
        }
        if (!whole) {
            throw paths.failure(
                    StoreException.Kind.FAILED,
                    key,
                    "it has " + file.size() + " bytes, and " + askedBytes + " were asked for at " + offset);
        }
    }

    private static boolean readFully(FileChannel channel, long offset, ByteBuffer into) throws IOException {
        long from = offset;
        int end = into.limit();
        while (into.position() < end) {
            into.limit(Math.min(end, into.position() + LocalUpload.CHUNK_BYTES));
            int count = channel.read(into, from);
            if (count < 0) {
                into.limit(end);
                return false;
            }
            from += count;
        }
        return true;
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        try (Upload upload = upload(key)) {
            upload.write(bytes, 0, bytes.length);
            return upload.commit(condition);
        }
    }

    @Override
    public Upload upload(String key) {
        Upload upload = new LocalUpload(paths, commit, key);
        rootSeen = true;
        return upload;
    }

    @Override
    public void delete(String key) {
        paths.resolve(key);
        if (rootExists()) {
            commit.delete(key);
        }
    }

    /** That of the file system: the times of objects are those of the hosts that wrote them, and never go back. */
    @Override
    public Optional<Instant> time(String written) {
        return commit.time();
    }

    @Override
    public DeleteOutcome delete(String key, String etag) {
        paths.resolve(key);
        return rootExists() ? commit.delete(key, etag) : DeleteOutcome.MISSING;
    }

    /** {@inheritDoc} Everything unfinished lies in a directory of our own, so no key needs to be asked about. */
    @Override
    public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        return commit.removeAbandoned(olderThan);
    }

    @Override
    public List<UnfinishedWrite> unfinishedWrites() {
        return commit.unfinished();
    }

    @Override
    public void removeUnfinished(UnfinishedWrite write) {
        commit.removeUnfinished(write);
    }

    /** A root that was there and is not (a lost mount) is never taken for an empty one. */
    private boolean rootExists() {
        if (Files.isDirectory(paths.root())) {
            rootSeen = true;
            return true;
        }
        if (rootSeen || !rootMayBeMissing || Files.exists(paths.root())) {
            throw paths.missingRoot();
        }
        return false;
    }

    private StoreException missing(String key) {
        return paths.failure(StoreException.Kind.MISSING, key, "it is gone; the next run looks anew");
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }
}
