package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The two calls that make an object visible, with their conditions, and what their answers mean.
 *
 * <ul>
 *   <li>412, and 404 on If-Match: the condition did not hold.
 *   <li>409: another write was under way, nothing happened; sent again a few times. A completion is not: the upload has
 *       to start over, so it counts as a conflict at once.
 *   <li>503: sent again; a 412 after it may be the echo of our own success.
 *   <li>Expired credentials: nothing happened; sent again with new ones.
 *   <li>No answer, 500, an error in an answer with status 200: it may have happened. Never sent again under a
 *       condition.
 * </ul>
 *
 * What may have happened is looked at once: every write carries an identity in the object's metadata, so an object
 * that carries it proves the write. Anything else proves nothing, for the write may be under way still. Thread-safe.
 */
final class S3Writes {

    private final S3Connection connection;
    private final StoreCapabilities capabilities;

    S3Writes(S3Connection connection, StoreCapabilities capabilities) {
        this.connection = connection;
        this.capabilities = capabilities;
    }

    static String newWriteId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Writes an object by one PUT. The body can be read any number of times.
     *
     * @throws StoreException only if nothing was written
     */
    PutOutcome put(String key, RequestBody body, Condition condition) {
        if (!capabilities.conditionalPut() && !holdsNow(key, condition)) {
            return new PutOutcome.Conflict();
        }
        String writeId = newWriteId();
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(connection.bucket())
                .key(connection.remote(key))
                .metadata(Map.of(S3Connection.WRITE_ID, writeId))
                .checksumAlgorithm(connection.checksum());
        Condition sent = capabilities.conditionalPut() ? condition : new Condition.Always();
        if (sent instanceof Condition.Absent) {
            request.ifNoneMatch("*");
        } else if (sent instanceof Condition.Matches matches) {
            request.ifMatch(etagToSend(matches));
        }
        PutObjectRequest ready = request.build();
        Call call = new Call(
                key,
                writeId,
                sent,
                true,
                () -> connection.client().putObject(ready, body).eTag());
        return call.run();
    }

    /**
     * Completes a multipart upload: the parts become the object.
     *
     * @throws StoreException only if nothing was written
     */
    PutOutcome complete(String key, String uploadId, String writeId, List<CompletedPart> parts, Condition condition) {
        if (!capabilities.conditionalComplete() && !holdsNow(key, condition)) {
            return new PutOutcome.Conflict();
        }
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(connection.bucket())
                .key(connection.remote(key))
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts));
        Condition sent = capabilities.conditionalComplete() ? condition : new Condition.Always();
        if (sent instanceof Condition.Absent) {
            request.ifNoneMatch("*");
        } else if (sent instanceof Condition.Matches matches) {
            request.ifMatch(etagToSend(matches));
        }
        CompleteMultipartUploadRequest ready = request.build();
        // The answer's ETag is not used: some servers give one that the object does not have.
        return new Call(key, writeId, sent, false, () -> {
                    connection.client().completeMultipartUpload(ready);
                    return null;
                })
                .run();
    }

    private String etagToSend(Condition.Matches matches) {
        return capabilities.quotedEtags() ? S3Connection.quoted(matches.etag()) : matches.etag();
    }

    /** For stores without conditions, under the operator's word that nobody else writes. */
    private boolean holdsNow(String key, Condition condition) {
        if (condition instanceof Condition.Always) {
            return true;
        }
        Optional<HeadObjectResponse> present = connection.head(key);
        if (condition instanceof Condition.Matches matches) {
            return present.isPresent()
                    && S3Connection.bare(present.get().eTag()).equals(matches.etag());
        }
        return present.isEmpty();
    }

    /** One write, sent once or more often. */
    private final class Call {

        private final String key;
        private final String writeId;
        private final Condition condition;
        private final boolean repeatable;
        private final Supplier<String> send;
        private boolean doubtful;

        /**
         * @param repeatable whether the same request may be sent again after an answer that says nothing was written
         * @param send returns the new object's ETag, or null if the answer gives none to be trusted
         */
        Call(String key, String writeId, Condition condition, boolean repeatable, Supplier<String> send) {
            this.key = key;
            this.writeId = writeId;
            this.condition = condition;
            this.repeatable = repeatable;
            this.send = send;
        }

        PutOutcome run() {
            for (int attempt = 1; ; attempt++) {
                PutOutcome outcome = attempt(attempt == Retry.ATTEMPTS);
                if (outcome != null) {
                    return outcome;
                }
                if (!connection.retry().pause(attempt)) {
                    return unknown("interrupted");
                }
            }
        }

        /** Returns null if the write is to be sent again. */
        private PutOutcome attempt(boolean last) {
            try {
                String etag = send.get();
                return etag == null
                        ? look("completed, and another object stands there now")
                        : new PutOutcome.Stored(S3Connection.bare(etag));
            } catch (RuntimeException e) {
                String reason = S3Failures.reason(e);
                return switch (connection.failures().verdict(e, condition)) {
                    case CONFLICT -> doubtful ? look(reason + " after a doubtful answer") : new PutOutcome.Conflict();
                    case BUSY -> busy(last);
                    case THROTTLED -> throttled(e, last, reason);
                    case NOT_SENT -> notSent(e, last, reason);
                    case LOST -> lost(last, reason);
                    case REFUSED -> !last && connection.isRenewed(e) ? null : refused(e, reason);
                };
            }
        }

        /** A completion cannot be sent again: its upload must start over, which is what follows a conflict. */
        private PutOutcome busy(boolean last) {
            if (repeatable && !last) {
                return null;
            }
            return doubtful ? look("409 after a doubtful answer") : new PutOutcome.Conflict();
        }

        private PutOutcome throttled(RuntimeException e, boolean last, String reason) {
            doubtful = true;
            if (last) {
                PutOutcome seen = look(reason);
                if (seen instanceof PutOutcome.Unknown && condition instanceof Condition.Always) {
                    throw connection.failures().failure(e, key, "writing it");
                }
                return seen;
            }
            return null;
        }

        private PutOutcome notSent(RuntimeException e, boolean last, String reason) {
            boolean again = !last && connection.failures().isTransient(e);
            if (!again && doubtful) {
                return look(reason);
            }
            if (!again) {
                throw connection.failures().failure(e, key, "writing it");
            }
            return null;
        }

        private PutOutcome lost(boolean last, String reason) {
            // Without a condition the last writer wins anyway, so the same bytes may be sent twice.
            boolean again = !last && repeatable && condition instanceof Condition.Always;
            return again ? null : look(reason);
        }

        private PutOutcome refused(RuntimeException e, String reason) {
            if (!repeatable && S3Failures.isCode(e, "NoSuchUpload")) {
                // Either somebody aborted it, or we completed it and did not hear of it.
                PutOutcome seen = look(reason);
                if (seen instanceof PutOutcome.Stored || doubtful) {
                    return seen;
                }
                throw connection
                        .failures()
                        .failure(
                                Kind.FAILED,
                                key,
                                "the upload was aborted by somebody else; nothing was written, start over");
            }
            throw connection.failures().failure(e, key, "writing it");
        }

        /** Stored if the object carries this write's identity. */
        private PutOutcome look(String reason) {
            try {
                Optional<HeadObjectResponse> present = connection.head(key);
                if (present.isPresent()
                        && writeId.equals(present.get().metadata().get(S3Connection.WRITE_ID))) {
                    return new PutOutcome.Stored(S3Connection.bare(present.get().eTag()));
                }
            } catch (StoreException e) {
                return unknown(reason + ", then " + e.kind());
            }
            return unknown(reason);
        }

        private PutOutcome unknown(String reason) {
            return new PutOutcome.Unknown(
                    reason + " from " + connection.failures().endpointHost());
        }
    }
}
