package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Collects an object in a local file and commits it by one conditional PUT, for stores that ignore the condition on a
 * completion (Ceph). The file has no name while it is open, so a crash leaves nothing behind. Not thread-safe.
 */
final class SpooledParts implements UploadTail {

    /** S3's limit for one PUT. */
    static final long LIMIT_BYTES = 5L << 30;

    private static final String TOO_LARGE =
            "larger than 5 GiB, and this server ignores the condition when a multipart upload is completed, so only one"
                    + " PUT is safe; use a server that honours it, or a finer layout";

    private final S3Connection connection;
    private final S3Writes writes;
    private final PartBuffers buffers;
    private final String key;
    private final long limitBytes;
    private final FileChannel file;
    private long sizeBytes;

    SpooledParts(S3Connection connection, S3Writes writes, PartBuffers buffers, String key) {
        this(connection, writes, buffers, key, LIMIT_BYTES);
    }

    /** With a limit of one's own. */
    SpooledParts(S3Connection connection, S3Writes writes, PartBuffers buffers, String key, long limitBytes) {
        this.limitBytes = limitBytes;
        this.connection = connection;
        this.writes = writes;
        this.buffers = buffers;
        this.key = key;
        Path scratch = connection.options().scratch();
        try {
            Files.createDirectories(scratch);
            // On POSIX systems this option removes the name at once.
            file = FileChannel.open(
                    scratch.resolve("daypack-spool-" + UUID.randomUUID()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void send(byte[] buffer, int length) {
        try {
            if (sizeBytes + length > limitBytes) {
                throw connection.failures().failure(Kind.FAILED, key, TOO_LARGE);
            }
            for (ByteBuffer from = ByteBuffer.wrap(buffer, 0, length); from.position() < length; ) {
                from.limit(Math.min(length, from.position() + LocalUpload.CHUNK_BYTES));
                file.write(from);
            }
            sizeBytes += length;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            buffers.give(buffer);
        }
    }

    @Override
    public PutOutcome commit(Condition condition) {
        RequestBody body;
        try {
            body = S3Bodies.of(file);
        } catch (IOException e) {
            throw failure(e);
        }
        return writes.put(key, body, condition);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private StoreException failure(IOException e) {
        // The scratch directory is a place of its own, with its own name in the message.
        return new LocalPaths(connection.options().scratch()).failure(e, "", "spooling an upload to");
    }
}
