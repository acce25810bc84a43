package dev.daypack.settings;

import java.net.URI;
import java.util.Optional;

/**
 * One store and how to reach it.
 *
 * @param url {@code s3://bucket/prefix} or {@code file:///dir}; empty if nobody named the store
 * @param endpoint of an S3 server that is not AWS
 * @param region empty: the AWS chain decides
 * @param profile of the AWS configuration files
 * @param pathStyle whether the bucket stands in the path rather than in the host name
 * @param accessKey with {@code secretKey}; empty: the AWS chain decides
 */
public record StoreSettings(
        Optional<String> url,
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<String> profile,
        boolean pathStyle,
        Optional<Secret> accessKey,
        Optional<Secret> secretKey,
        Checksums checksums) {

    /** When the client adds checksums of its own to requests. */
    public enum Checksums {
        WHEN_SUPPORTED,
        WHEN_REQUIRED
    }

    /** @throws SettingsException if the credentials are half given or given twice */
    public StoreSettings {
        if (accessKey.isPresent() != secretKey.isPresent()) {
            String missing = accessKey.isPresent() ? "secret-key" : "access-key";
            throw new SettingsException("access-key and secret-key go together; " + missing + " is missing");
        }
        if (accessKey.isPresent() && profile.isPresent()) {
            throw new SettingsException("give either a profile or access-key and secret-key, not both");
        }
    }
}
