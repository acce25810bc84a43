package dev.daypack.store;

import dev.daypack.memory.PrivateFile;
import dev.daypack.store.StoreException.Kind;
import dev.daypack.text.Units;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
                    + " PUT is safe; use a server that honours it, or a finer layout, or set single-writer: true if"
                    + " nothing else writes";

    /** Inputs of so many times the limit do not come out within it: packing saves a half, seldom four fifths. */
    private static final int HOPELESS = 8;

    private final S3Connection connection;
    private final S3Writes writes;
    private final PartBuffers buffers;
    private final String key;
    private final long limitBytes;
    private final FileChannel file;
    private long sizeBytes;

    /** Past the limit, and only by the operator's word that nobody else writes. */
    private Optional<MultipartParts> parts = Optional.empty();

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
            file = PrivateFile.create(scratch.resolve("daypack-spool-" + UUID.randomUUID()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Refuses, before any work is done, what cannot come out small enough. */
    static void refuseHopeless(S3Connection connection, String key, long expectedBytes) {
        if (expectedBytes / HOPELESS > LIMIT_BYTES && !connection.options().singleWriter()) {
            throw connection
                    .failures()
                    .failure(
                            Kind.FAILED,
                            key,
                            "to be packed from " + Units.bytes(expectedBytes) + " it would be " + TOO_LARGE);
        }
    }

    @Override
    public void send(byte[] buffer, int length) {
        try {
            if (sizeBytes + length > limitBytes && !connection.options().singleWriter()) {
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
        if (sizeBytes > limitBytes) {
            return commitByParts(condition);
        }
        RequestBody body;
        try {
            body = S3Bodies.of(file);
        } catch (IOException e) {
            throw failure(e);
        }
        return writes.put(key, body, condition);
    }

    /** The condition is looked at before, not kept by the server. */
    private PutOutcome commitByParts(Condition condition) {
        MultipartParts sending = new MultipartParts(connection, writes, buffers, Runnable::run, key);
        parts = Optional.of(sending);
        for (long offset = 0; offset < sizeBytes; offset += buffers.partBytes()) {
            byte[] buffer = buffers.take();
            int length = Math.toIntExact(Math.min(buffers.partBytes(), sizeBytes - offset));
            try {
                readFully(ByteBuffer.wrap(buffer, 0, length), offset);
            } catch (IOException e) {
                buffers.give(buffer);
                throw failure(e);
            }
            sending.send(buffer, length);
        }
        return sending.commit(condition);
    }

    private void readFully(ByteBuffer into, long offset) throws IOException {
        for (int end = into.limit(); into.position() < end; ) {
            into.limit(Math.min(end, into.position() + LocalUpload.CHUNK_BYTES));
            if (file.read(into, offset + into.position()) < 0) {
                throw new EOFException("the spooled file is shorter than what was written");
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            parts.ifPresent(MultipartParts::close);
        }
    }

    private StoreException failure(IOException e) {
        // The scratch directory is a place of its own, with its own name in the message.
        return new LocalPaths(connection.options().scratch()).failure(e, "", "spooling an upload to");
    }
}
