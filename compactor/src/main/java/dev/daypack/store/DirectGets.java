package dev.daypack.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * GETs of ranges over the SDK's HTTP client, past the forty steps that the SDK takes with every request, to an address
 * that it has found before. A run makes a thousand of these and a dozen of others, and in a program that lives for
 * seconds those steps were two thirds of what a request costs. Where a server does not like what is sent here, the
 * SDK is asked. Thread-safe.
 */
final class DirectGets {

    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final int LIMIT_ERROR_BYTES = 1 << 16;

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final boolean wantsChecksums;
    private final Clock clock;
    private final BucketAddress address;
    private final GetSignature signature;

    DirectGets(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            boolean wantsChecksums,
            Clock clock,
            BucketAddress address) {
        this.http = http;
        this.credentials = credentials;
        this.wantsChecksums = wantsChecksums;
        this.clock = clock;
        this.address = address;
        this.signature = new GetSignature(address.host(), address.region());
    }

    /**
     * Sends one request.
     *
     * @param key in the bucket
     * @param range as in the header
     * @param match the ETag, as in the header
     * @return the answer; empty if the server finds fault with the request itself
     * @throws S3Exception what the server answers else, as the SDK would throw it
     * @throws RangedRead.CutOffException if there is no answer
     */
    Optional<RangeAnswer> get(String key, String range, String match) {
        SdkHttpRequest.Builder request = address.get(key);
        headers(request.encodedPath(), range, match).forEach(request::putHeader);
        HttpExecuteRequest call =
                HttpExecuteRequest.builder().request(request.build()).build();
        try {
            HttpExecuteResponse response = http.prepareRequest(call).call();
            SdkHttpResponse head = response.httpResponse();
            AbortableInputStream body = response.responseBody().orElseGet(AbortableInputStream::createEmpty);
            if (head.isSuccessful()) {
                return Optional.of(answer(head, body));
            }
            return refused(head.statusCode(), body);
        } catch (IOException e) {
            throw new RangedRead.CutOffException(e);
        }
    }

    private Map<String, String> headers(String encodedPath, String range, String match) {
        Map<String, String> asked = new TreeMap<>(Map.of("range", range, "if-match", match));
        if (wantsChecksums) {
            asked.put("x-amz-checksum-mode", "ENABLED");
        }
        return signature.headers(encodedPath, asked, credentials.resolveCredentials(), clock.instant());
    }

    private static RangeAnswer answer(SdkHttpResponse head, AbortableInputStream body) {
        return new RangeAnswer(
                head.firstMatchingHeader("ETag").orElse(null),
                head.firstMatchingHeader("Content-Range").orElse(null),
                head.firstMatchingHeader("Content-Length")
                        .map(DirectGets::length)
                        .orElse(null),
                BodyChecksum.of(head),
                body,
                body);
    }

    /** A length that is none does not match what was asked for. */
    private static long length(String sent) {
        try {
            return Long.parseLong(sent.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** What is said of the object, of how old our credentials are, or of how busy the server is, is believed. */
    private static Optional<RangeAnswer> refused(int status, AbortableInputStream body) throws IOException {
        String code = code(body);
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code.isEmpty() ? null : code)
                .serviceName("S3")
                .build();
        AwsServiceException answer = S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .message(status + " " + code)
                .build();
        boolean isOfTheObject = status == 404 || status == 412 || status == 416;
        boolean isExpired = !code.isEmpty() && S3Failures.isExpired(answer);
        if (!isOfTheObject && !isExpired && status != 429 && status < 500) {
            return Optional.empty();
        }
        throw answer;
    }

    private static String code(InputStream body) throws IOException {
        try (body) {
            String text = new String(body.readNBytes(LIMIT_ERROR_BYTES), StandardCharsets.UTF_8);
            Matcher code = CODE.matcher(text);
            return code.find() ? code.group(1) : "";
        }
    }
}
