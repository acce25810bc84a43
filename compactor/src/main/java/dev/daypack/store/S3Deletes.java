package dev.daypack.store;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Removes one generation of an object. It is looked at first, and the removal is sent with If-Match: some servers
 * (Ceph) ignore the condition and remove whatever stands there, so that with them a write between the two requests
 * would be lost. Thread-safe.
 */
final class S3Deletes {

    private final S3Connection connection;

    S3Deletes(S3Connection connection) {
        this.connection = connection;
    }

    DeleteOutcome delete(String key, String etag) {
        Optional<HeadObjectResponse> present = connection.head(key);
        if (present.isEmpty()) {
            return DeleteOutcome.MISSING;
        }
        if (!S3Connection.bare(present.get().eTag()).equals(etag)) {
            return DeleteOutcome.CHANGED;
        }
        // The standard wants quotation marks around an ETag; some servers want none.
        return send(key, etag, S3Connection.quoted(etag)) || (isStill(key, etag) && send(key, etag, etag))
                ? DeleteOutcome.DELETED
                : DeleteOutcome.CHANGED;
    }

    private boolean isStill(String key, String etag) {
        return connection
                .head(key)
                .filter(head -> S3Connection.bare(head.eTag()).equals(etag))
                .isPresent();
    }

    /**
     * Whether it is gone; else the condition did not hold. Before it is sent again it is looked at again: a removal
     * whose answer was lost may have been carried out, and what stands there now would be another's.
     */
    private boolean send(String key, String etag, String ifMatch) {
        String remote = connection.remote(key);
        AtomicBoolean isSent = new AtomicBoolean();
        return connection.repeatable(key, "removing it", () -> {
            if (isSent.getAndSet(true) && !isStill(key, etag)) {
                return connection.head(key).isEmpty();
            }
            try {
                connection
                        .client()
                        .deleteObject(delete ->
                                delete.bucket(connection.bucket()).key(remote).ifMatch(ifMatch));
                return true;
            } catch (RuntimeException e) {
                if (S3Failures.isStatus(e, 412) || S3Failures.isCode(e, "PreconditionFailed")) {
                    return false;
                }
                if (S3Failures.isMissingKey(e)) {
                    return true;
                }
                throw e;
            }
        });
    }
}
