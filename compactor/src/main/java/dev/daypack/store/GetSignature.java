package dev.daypack.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Signs GET requests without a query by Signature Version 4 (Amazon S3 API reference, "Authenticating Requests: Using
 * the Authorization Header"), all their headers included. The key of a day is derived once. Thread-safe.
 */
final class GetSignature {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DATE_CHARS = 8;
    private static final String ALGORITHM = "HmacSHA256";

    /** SHA-256 of the body, which is empty. */
    private static final String NO_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private record DayKey(String date, String secret, SecretKeySpec key) {}

    private final String host;
    private final String region;
    private volatile DayKey dayKey = new DayKey("", "", null);

    /** @param host as in the header */
    GetSignature(String host, String region) {
        this.host = host;
        this.region = region;
    }

    /**
     * The headers to send.
     *
     * @param encodedPath as it will be sent
     * @param asked headers to be signed, names in lower case
     * @return those, and the signature's
     */
    Map<String, String> headers(
            String encodedPath, Map<String, String> asked, AwsCredentials credentials, Instant now) {
        String time = TIME.format(now);
        String scope = time.substring(0, DATE_CHARS) + "/" + region + "/s3/aws4_request";
        SortedMap<String, String> signed = new TreeMap<>(asked);
        signed.put("host", host);
        signed.put("x-amz-content-sha256", NO_BODY);
        signed.put("x-amz-date", time);
        if (credentials instanceof AwsSessionCredentials session) {
            signed.put("x-amz-security-token", session.sessionToken());
        }
        String names = String.join(";", signed.keySet());
        StringBuilder canonical = new StringBuilder("GET\n").append(encodedPath).append("\n\n");
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(NO_BODY);
        try {
            String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical.toString());
            SecretKeySpec key = key(time.substring(0, DATE_CHARS), credentials.secretAccessKey());
            String signature = HexFormat.of().formatHex(hmac(key, toSign));
            signed.put(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=" + credentials.accessKeyId() + "/" + scope + ", SignedHeaders="
                            + names + ", Signature=" + signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256 and its HMAC", e);
        }
        return signed;
    }

    private SecretKeySpec key(String date, String secret) throws GeneralSecurityException {
        DayKey known = dayKey;
        if (known.date().equals(date) && known.secret().equals(secret)) {
            return known.key();
        }
        SecretKeySpec key = new SecretKeySpec(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), ALGORITHM);
        for (String step : new String[] {date, region, "s3", "aws4_request"}) {
            key = new SecretKeySpec(hmac(key, step), ALGORITHM);
        }
        dayKey = new DayKey(date, secret, key);
        return key;
    }

    private static byte[] hmac(SecretKeySpec key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
