package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends the parts of a multipart upload in the background, a bounded number at a time, and completes it under a
 * condition. Used by one thread; parts are sent by those of the executor.
 */
final class MultipartParts implements UploadTail {

    /** S3's limit. */
    static final int LIMIT_PARTS = 10_000;

    private final S3Connection connection;
    private final S3Writes writes;
    private final PartBuffers buffers;
    private final Executor executor;
    private final String key;
    private final String writeId = S3Writes.newWriteId();
    private final String uploadId;
    private final Semaphore free;
    private final List<CompletableFuture<CompletedPart>> parts = new ArrayList<>();
    private boolean mayStand;

    MultipartParts(S3Connection connection, S3Writes writes, PartBuffers buffers, Executor executor, String key) {
        this.connection = connection;
        this.writes = writes;
        this.buffers = buffers;
        this.executor = executor;
        this.key = key;
        // One buffer of the upload is being filled while the others are sent.
        this.free = new Semaphore(connection.options().partBuffers() - 1);
        CreateMultipartUploadRequest request = CreateMultipartUploadRequest.builder()
                .bucket(connection.bucket())
                .key(connection.remote(key))
                .metadata(Map.of(S3Connection.WRITE_ID, writeId))
                .checksumAlgorithm(connection.checksum())
                .build();
        this.uploadId = connection.repeatable(
                key,
                "starting its upload",
                () -> connection.client().createMultipartUpload(request).uploadId());
    }

    @Override
    public void send(byte[] buffer, int length) {
        int number = parts.size() + 1;
        if (number > LIMIT_PARTS) {
            buffers.give(buffer);
            throw connection
                    .failures()
                    .failure(
                            Kind.FAILED,
                            key,
                            "more than " + LIMIT_PARTS + " parts of " + buffers.partBytes()
                                    + " bytes, which is what a quarter of memory has room for; set memory to more");
        }
        // Without interruption: the wait is bounded by the parts' own time-outs.
        free.acquireUninterruptibly();
        parts.add(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return sendNow(number, buffer, length);
                    } finally {
                        buffers.give(buffer);
                        free.release();
                    }
                },
                executor));
    }

    /** A part may be sent any number of times: the last one counts, and they are equal. */
    private CompletedPart sendNow(int number, byte[] buffer, int length) {
        ChecksumAlgorithm checksum = connection.checksum();
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(connection.bucket())
                .key(connection.remote(key))
                .uploadId(uploadId)
                .partNumber(number)
                .checksumAlgorithm(checksum)
                .build();
        UploadPartResponse response = connection.repeatable(
                key,
                "sending a part of it",
                () -> connection.client().uploadPart(request, S3Bodies.of(buffer, length)));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32(response.checksumCRC32())
                .build();
    }

    @Override
    public PutOutcome commit(Condition condition) {
        List<CompletedPart> completed = new ArrayList<>(parts.size());
        for (CompletableFuture<CompletedPart> part : parts) {
            completed.add(join(part));
        }
        mayStand = true;
        try {
            PutOutcome outcome = writes.complete(key, uploadId, writeId, completed, condition);
            mayStand = !(outcome instanceof PutOutcome.Conflict);
            return outcome;
        } catch (StoreException nothingWritten) {
            mayStand = false;
            throw nothingWritten;
        }
    }

    private static CompletedPart join(CompletableFuture<CompletedPart> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Aborts, unless the upload was or may have been completed: an unknown outcome deletes nothing. */
    @Override
    public void close() {
        for (CompletableFuture<CompletedPart> part : parts) {
            part.handle((sent, failure) -> sent).join();
        }
        if (!mayStand) {
            abort(connection, key, uploadId);
        }
    }

    /** Removes an upload and its parts; no error if it is gone. */
    static void abort(S3Connection connection, String key, String uploadId) {
        connection.repeatable(key, "aborting its upload", () -> {
            try {
                return connection
                        .client()
                        .abortMultipartUpload(abort -> abort.bucket(connection.bucket())
                                .key(connection.remote(key))
                                .uploadId(uploadId));
            } catch (RuntimeException e) {
                if (S3Failures.isCode(e, "NoSuchUpload")) {
                    return null;
                }
                throw e;
            }
        });
    }
}
