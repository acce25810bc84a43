package dev.daypack.store;

import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A server's refusal (403) that remembers which permission the request needs; the server's answer does not say. */
final class S3DeniedException extends S3Exception {

    private static final long serialVersionUID = 1L;

    private final String permission;

    S3DeniedException(S3Exception refusal, S3Request request) {
        super(refusal.toBuilder());
        this.permission = S3Permission.wanted(request);
        setStackTrace(refusal.getStackTrace());
    }

    /** {@code s3:PutObject}, in words. */
    String permission() {
        return permission;
    }
}
