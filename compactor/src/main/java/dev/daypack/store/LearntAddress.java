package dev.daypack.store;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Looks on while the SDK lists a bucket, and remembers its address from the first listing that was answered well. A
 * store is opened by one. Thread-safe.
 */
final class LearntAddress implements ExecutionInterceptor {

    private volatile Optional<BucketAddress> address = Optional.empty();
    private volatile boolean isWrong;

    @Override
    public void afterTransmission(Context.AfterTransmission call, ExecutionAttributes attributes) {
        if (address.isEmpty()
                && call.request() instanceof ListObjectsV2Request
                && call.httpResponse().isSuccessful()) {
            address = BucketAddress.of(call.httpRequest());
        }
    }

    /** Empty until it is known. */
    Optional<BucketAddress> address() {
        return isWrong ? Optional.empty() : address;
    }

    /** What was learnt does not hold for all requests: it is not used any more. */
    void giveUp() {
        isWrong = true;
    }
}
