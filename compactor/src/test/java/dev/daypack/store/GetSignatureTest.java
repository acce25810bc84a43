package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Our signatures beside those of the SDK. */
final class GetSignatureTest {

    private static final long SEED = 20_261_122;
    private static final String LETTERS = "abcXYZ019-_.~ =/+*'()!$&,;:@%?#\"<>|\\^`{}[]\u00e4\u20ac\u3042";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    @Test
    void signaturesAreThoseOfTheSdk() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            BucketAddress address = address(random);
            GetSignature ours = new GetSignature(address.host(), address.region());
            Instant now = Instant.ofEpochSecond(1_600_000_000L + random.nextInt(400_000_000));
            Map<String, String> asked = new TreeMap<>(Map.of("range", "bytes=0-" + random.nextInt(1 << 20)));
            asked.put("if-match", "\"" + Long.toHexString(random.nextLong()) + "\"");
            if (random.nextBoolean()) {
                asked.put("x-amz-checksum-mode", "ENABLED");
            }
            SdkHttpRequest.Builder request = address.get(text(random, 40));
            request.removeHeader("User-Agent");
            for (int day = 0; day < 2; day++) {
                AwsCredentials credentials = credentials(random);
                Instant then = now.plusSeconds(86_400L * day);
                Map<String, String> signed = ours.headers(request.encodedPath(), asked, credentials, then);
                SdkHttpRequest.Builder plain = request.copy();
                asked.forEach(plain::putHeader);
                assertEquals(
                        theirs(plain.build(), credentials, address.region(), then),
                        signed.get("authorization"),
                        "round " + round + " of seed " + SEED + ": " + request.encodedPath());
            }
        }
    }

    private String theirs(SdkHttpRequest request, AwsCredentials credentials, String region, Instant now) {
        return signer.sign(sign -> sign.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    private static BucketAddress address(Random random) {
        boolean isSecure = random.nextBoolean();
        boolean isUsual = random.nextBoolean();
        int port = isUsual ? (isSecure ? 443 : 80) : 1_024 + random.nextInt(10_000);
        String name = "h" + random.nextInt(100) + ".example.com";
        String path = random.nextBoolean() ? "/" : "/bucket-" + random.nextInt(10) + "/";
        String host = isUsual ? name : name + ":" + port;
        return new BucketAddress(isSecure ? "https" : "http", name, port, host, path, "eu-west-" + port % 4, "x");
    }

    private static AwsCredentials credentials(Random random) {
        String key = "AK" + random.nextInt(1_000);
        String secret = "s/" + random.nextLong();
        return random.nextBoolean()
                ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, "token/" + random.nextLong() + "==");
    }

    private static String text(Random random, int mostChars) {
        StringBuilder text = new StringBuilder("k");
        for (int i = random.nextInt(mostChars); i >= 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    @Test
    void keysAreEncodedAsTheSdkDoesIt() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            String key = text(random, 30);
            assertEquals(SdkHttpUtils.urlEncodeIgnoreSlashes(key), BucketAddress.encoded(key), "of seed " + SEED);
        }
    }
}
