package dev.daypack.store;

import java.util.Map;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The permission that each request needs, by the names that policies use. Source: Amazon S3, service authorization
 * reference. The policies in {@code deploy/policies} are made of these; a test keeps the two and the code together.
 */
final class S3Permission {

    private static final Map<Class<? extends S3Request>, String> BY_REQUEST = Map.of(
            ListObjectsV2Request.class, "s3:ListBucket",
            ListMultipartUploadsRequest.class, "s3:ListBucketMultipartUploads",
            HeadObjectRequest.class, "s3:GetObject",
            GetObjectRequest.class, "s3:GetObject",
            PutObjectRequest.class, "s3:PutObject",
            CreateMultipartUploadRequest.class, "s3:PutObject",
            UploadPartRequest.class, "s3:PutObject",
            CompleteMultipartUploadRequest.class, "s3:PutObject",
            AbortMultipartUploadRequest.class, "s3:AbortMultipartUpload",
            DeleteObjectRequest.class, "s3:DeleteObject");

    private S3Permission() {}

    /** {@code s3:PutObject}; for a request that no part of this program makes, its own name. */
    static String of(Class<? extends S3Request> request) {
        if (request == ListPartsRequest.class) {
            return "s3:ListMultipartUploadParts";
        }
        String known = BY_REQUEST.get(request);
        return known == null ? "s3:" + request.getSimpleName().replaceFirst("Request$", "") : known;
    }

    /** In words, for somebody who was refused. */
    static String wanted(S3Request request) {
        String permission = of(request.getClass());
        return request instanceof HeadObjectRequest
                ? permission + " (or s3:ListBucket, without which a missing object is refused too)"
                : permission;
    }
}
