package dev.daypack.store;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Counts what a client is asked to send, and notes which permission a refused request would have needed. The SDK's own
 * retries are off, so each call is one request. Thread-safe.
 */
final class CountingClient extends DelegatingS3Client {

    private final LongAdder lists = new LongAdder();
    private final LongAdder heads = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder partUploads = new LongAdder();
    private final LongAdder others = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    CountingClient(S3Client client) {
        super(client);
    }

    /** So far. */
    RequestCounts counts(long retries) {
        return new RequestCounts(
                lists.sum(),
                heads.sum(),
                gets.sum(),
                puts.sum(),
                partUploads.sum(),
                others.sum(),
                retries,
                bytesIn.sum(),
                bytesOut.sum());
    }

    /** A GET that was sent past this client. */
    void sentGet() {
        gets.increment();
    }

    /** Its answer. */
    void gotBytes(RangeAnswer answer) {
        bytesIn.add(answer.contentLength() == null ? 0 : Math.max(0, answer.contentLength()));
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        counter(request).increment();
        R answer = answer(request, operation);
        if (answer instanceof ResponseInputStream<?> body && body.response() instanceof GetObjectResponse got) {
            bytesIn.add(got.contentLength() == null ? 0 : got.contentLength());
        }
        return answer;
    }

    private static <T extends S3Request, R> R answer(T request, Function<T, R> operation) {
        try {
            return operation.apply(request);
        } catch (S3Exception e) {
            throw e.statusCode() == 403 ? new S3DeniedException(e, request) : e;
        }
    }

    private LongAdder counter(S3Request request) {
        if (request instanceof GetObjectRequest) {
            return gets;
        }
        if (request instanceof ListObjectsV2Request || request instanceof ListMultipartUploadsRequest) {
            return lists;
        }
        if (request instanceof HeadObjectRequest) {
            return heads;
        }
        if (request instanceof PutObjectRequest) {
            return puts;
        }
        return request instanceof UploadPartRequest ? partUploads : others;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        body.optionalContentLength().ifPresent(bytesOut::add);
        return super.putObject(request, body);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        body.optionalContentLength().ifPresent(bytesOut::add);
        return super.uploadPart(request, body);
    }
}
