package dev.daypack.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Where a bucket is, and for what region a request to it is signed: what the SDK's rules of endpoints made of settings,
 * profiles and the bucket's name, as seen in a listing that the server answered. Immutable.
 *
 * @param host and the port, if it is not that of the protocol, as in the header
 * @param path of the bucket, encoded, with a slash at its end
 * @param userAgent what the SDK says of itself
 */
record BucketAddress(
        String protocol, String hostName, int port, String host, String path, String region, String userAgent) {

    private static final Pattern SCOPE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=[^,]*/\\d{8}/([^/,]+)/s3/aws4_request,.*");
    private static final String UNRESERVED = "-_.~/";

    /**
     * Learns from a signed request for a bucket's listing. Empty if it was not signed in the plain way: sessions of
     * directory buckets and signatures for several regions are left to the SDK.
     */
    static Optional<BucketAddress> of(SdkHttpRequest listing) {
        Matcher scope =
                SCOPE.matcher(listing.firstMatchingHeader("Authorization").orElse(""));
        boolean isSession = listing.firstMatchingHeader("x-amz-s3session-token").isPresent();
        if (!scope.matches() || isSession) {
            return Optional.empty();
        }
        int usual = listing.protocol().equals("https") ? 443 : 80;
        String path = listing.encodedPath();
        return Optional.of(new BucketAddress(
                listing.protocol(),
                listing.host(),
                listing.port(),
                listing.host() + (listing.port() == usual ? "" : ":" + listing.port()),
                path.endsWith("/") ? path : path + "/",
                scope.group(1),
                listing.firstMatchingHeader("User-Agent").orElse("daypack")));
    }

    /** A GET of a key of the bucket, without headers. */
    SdkHttpRequest.Builder get(String key) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(protocol)
                .host(hostName)
                .port(port)
                .encodedPath(path + encoded(key))
                .putHeader("User-Agent", userAgent);
    }

    /** As S3 signs it: all but letters, digits, {@code -_.~} and slashes as {@code %XX} of its UTF-8. */
    static String encoded(String key) {
        StringBuilder text = new StringBuilder(key.length() + 16);
        for (byte unit : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xFF);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isPlain || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return text.toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
