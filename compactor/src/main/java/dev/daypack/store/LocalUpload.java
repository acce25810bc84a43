package dev.daypack.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Streams one object into a temporary file and commits it by {@link LocalCommit}. Not thread-safe. */
final class LocalUpload implements Upload {

    /** The JDK copies heap bytes through a buffer of each thread, as large as the largest write; this bounds it. */
    static final int CHUNK_BYTES = 256 * 1_024;

    private final LocalPaths paths;
    private final LocalCommit commit;
    private final String key;
    private Path temporary;
    private FileChannel channel;
    private boolean stored;
    private long sizeBytes;

    LocalUpload(LocalPaths paths, LocalCommit commit, String key) {
        this.paths = paths;
        this.commit = commit;
        this.key = key;
        paths.resolve(key);
        try {
            temporary = commit.newTemporary();
            // Not createTempFile: that gives mode 600, and what we publish is for others to read.
            channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw paths.failure(e, key, "writing");
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
        int end = from.limit();
        try {
            while (from.position() < end) {
                from.limit(Math.min(end, from.position() + CHUNK_BYTES));
                channel.write(from);
            }
        } catch (IOException e) {
            throw paths.failure(e, key, "writing");
        }
        sizeBytes += length;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public PutOutcome commit(Condition condition) {
        if (channel == null) {
            throw new IllegalStateException("committed or closed before");
        }
        try (FileChannel written = channel) {
            // A small file is forced once, with its time of change, under the lock of the commit; a large one before
            // that as well, so that the lock is not held for long.
            if (sizeBytes > CHUNK_BYTES) {
                written.force(true);
            }
        } catch (IOException e) {
            throw paths.failure(e, key, "writing");
        } finally {
            channel = null;
        }
        PutOutcome outcome = commit.publish(temporary, key, condition);
        stored = outcome instanceof PutOutcome.Stored;
        return outcome;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            // After a commit the name is gone, or a second link to what was published.
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // What was stored is stored; a name left over is an abandoned one.
            if (!stored) {
                throw paths.failure(e, key, "cleaning up after");
            }
        } finally {
            channel = null;
        }
    }
}
