package dev.daypack.store;

import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Credentials that are resolved from scratch when a server says that they have expired. Providers renew theirs before
 * the time that they were told; that is too late for a process that was stopped meanwhile, on a host whose clock is
 * behind, or where the operator has replaced the file. Thread-safe.
 */
final class RenewableCredentials implements AwsCredentialsProvider {

    /** Many requests meet an expiry at once, and one renewal serves them all. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<AwsCredentialsProvider> source;
    private volatile AwsCredentialsProvider provider;
    private long renewedNanos;

    RenewableCredentials(Supplier<AwsCredentialsProvider> source) {
        this.source = source;
        this.provider = source.get();
        this.renewedNanos = System.nanoTime() - PAUSE.toNanos();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return provider.resolveCredentials();
    }

    /** Forgets what was resolved, unless that was just done. */
    synchronized void renew() {
        long now = System.nanoTime();
        if (now - renewedNanos >= PAUSE.toNanos()) {
            renewedNanos = now;
            provider = source.get();
        }
    }
}
