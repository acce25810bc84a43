package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads the SDK's exceptions: what they say about a write, whether a call may be repeated, and which one line a user
 * gets. The server's own words are left out of it but for the error code; secrets cannot get in. Immutable.
 *
 * @param url of the store
 * @param endpointHost host and port of the server
 */
record S3Failures(String url, String endpointHost) {

    /** What an exception says about a write that was asked for. */
    enum Verdict {
        /** The condition did not hold; nothing was written. */
        CONFLICT,
        /** Another write is under way (409); nothing was written. */
        BUSY,
        /** The server was too busy (503); it says that nothing was written, what stands between us may be wrong. */
        THROTTLED,
        /** The request never left. */
        NOT_SENT,
        /** It left, and no answer says what became of it. */
        LOST,
        /** Refused for a reason that a repetition does not change. */
        REFUSED
    }

    /** What error codes look like. A key or a token that a server throws back at us does not: it has digits. */
    private static final Pattern CODE = Pattern.compile("(?:[A-Za-z.]|SHA256|V4){1,64}");

    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<String> TRANSIENT_CODES =
            Set.of("InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout", "Throttling");
    private static final Set<String> EXPIRED_CODES =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
    private static final Set<String> REGION_CODES = Set.of(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "IncorrectEndpoint");

    Verdict verdict(RuntimeException e, Condition condition) {
        if (!(e instanceof S3Exception answer)) {
            return notSent(e) ? Verdict.NOT_SENT : lost(e) ? Verdict.LOST : Verdict.REFUSED;
        }
        String code = code(answer);
        int status = answer.statusCode();
        boolean missing = condition instanceof Condition.Matches && code.equals("NoSuchKey");
        if (status == 412 || code.equals("PreconditionFailed") || missing) {
            return Verdict.CONFLICT;
        }
        if (status == 409 && !code.startsWith("Bucket")) {
            return Verdict.BUSY;
        }
        if (status == 503 || code.equals("SlowDown") || status == 429) {
            return Verdict.THROTTLED;
        }
        return isTransient(e) ? Verdict.LOST : Verdict.REFUSED;
    }

    /** Whether a call that changes nothing, or the same each time, is worth repeating. */
    boolean isTransient(RuntimeException e) {
        if (e instanceof S3Exception answer) {
            return TRANSIENT_STATUSES.contains(answer.statusCode()) || TRANSIENT_CODES.contains(code(answer));
        }
        return !(e instanceof AbortedException)
                && (notSent(e) || lost(e))
                && cause(e, SSLHandshakeException.class) == null;
    }

    /** Whether the credentials were good once. A HEAD gives no code, and 400 to one has hardly another reason. */
    static boolean isExpired(RuntimeException e) {
        return e instanceof S3Exception answer
                && (EXPIRED_CODES.contains(code(answer))
                        || (answer.statusCode() == 400 && code(answer).isEmpty()));
    }

    static boolean isStatus(RuntimeException e, int status) {
        return e instanceof S3Exception answer && answer.statusCode() == status;
    }

    /** Whether the key, and not the bucket or an upload, is what is missing. A HEAD gives no code. */
    static boolean isMissingKey(RuntimeException e) {
        return e instanceof S3Exception answer
                && answer.statusCode() == 404
                && Set.of("NoSuchKey", "NotFound", "").contains(code(answer));
    }

    static boolean isCode(RuntimeException e, String code) {
        return e instanceof S3Exception answer && code(answer).equals(code);
    }

    private static boolean notSent(RuntimeException e) {
        return cause(e, ConnectException.class) != null
                || cause(e, UnknownHostException.class) != null
                || cause(e, ConnectTimeoutException.class) != null
                || cause(e, ConnectionRequestTimeoutException.class) != null
                || cause(e, SSLHandshakeException.class) != null;
    }

    private static boolean lost(RuntimeException e) {
        return cause(e, IOException.class) != null
                || e instanceof AbortedException
                || e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException;
    }

    /** A short reason without the server's words: {@code 503 SlowDown}, {@code SocketTimeoutException}. */
    static String reason(Throwable e) {
        if (e instanceof S3Exception answer) {
            return (answer.statusCode() + " " + code(answer)).trim();
        }
        IOException io = cause(e, IOException.class);
        return (io == null ? e : io).getClass().getSimpleName();
    }

    private static String code(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null ? "" : CODE.matcher(code).matches() ? code : "UnnamedError";
    }

    private static <T extends Throwable> T cause(Throwable e, Class<T> type) {
        int depth = 0;
        for (Throwable at = e; at != null && depth < 20; at = at.getCause(), depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    StoreException failure(Kind kind, String key, String text) {
        return new StoreException(kind, key, place(key) + ": " + text, null);
    }

    /** One line: store, server, key, what happened, what to do. */
    StoreException failure(RuntimeException e, String key, String doing) {
        if (e instanceof StoreException known) {
            return known;
        }
        Explained explained = e instanceof S3Exception answer ? explain(answer) : explain(e);
        String text = explained.text() + " (" + reason(e) + " while " + doing + ")";
        return new StoreException(explained.kind(), key, place(key) + ": " + text, withoutServersWords(e));
    }

    /** What a trace shows: a server's message may repeat the request's headers, with key and token in them. */
    private static RuntimeException withoutServersWords(RuntimeException e) {
        if (!(e instanceof S3Exception answer)) {
            return e;
        }
        AwsServiceException quiet = S3Exception.builder()
                .message(reason(answer))
                .statusCode(answer.statusCode())
                .build();
        quiet.setStackTrace(answer.getStackTrace());
        return quiet;
    }

    private record Explained(Kind kind, String text) {}

    private Explained explain(S3Exception e) {
        String code = code(e);
        int status = e.statusCode();
        if (status == 301 || status == 307 || REGION_CODES.contains(code)) {
            return new Explained(Kind.REFUSED, "the bucket is in another region; set region");
        }
        if (code.equals("NoSuchBucket")) {
            return new Explained(
                    Kind.NO_SUCH_ROOT, "the bucket does not exist; create it, or check its name and the endpoint");
        }
        if (code.equals("InvalidAccessKeyId") || code.equals("SignatureDoesNotMatch") || status == 401) {
            return new Explained(Kind.REFUSED, "wrong access key or secret key; check the credentials of this store");
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return new Explained(Kind.REFUSED, "this machine's clock is wrong; set it");
        }
        if (EXPIRED_CODES.contains(code) || code.equals("InvalidToken")) {
            return new Explained(Kind.REFUSED, "the session's credentials have expired; renew them");
        }
        if (status == 403) {
            return new Explained(Kind.REFUSED, denied(e));
        }
        if (status == 501 || code.equals("NotImplemented")) {
            return new Explained(Kind.UNSAFE, "the server does not know this operation");
        }
        if (isTransient(e)) {
            return new Explained(
                    Kind.UNREACHABLE, "the server did not serve us after several attempts; try again later");
        }
        if (status == 404 && code.isEmpty()) {
            return new Explained(Kind.NO_SUCH_ROOT, "not found; check bucket and endpoint");
        }
        return new Explained(
                Kind.FAILED,
                status == 400
                        ? "refused as malformed; servers other than AWS may need checksums: when-required or path-style"
                        : "the server refused it");
    }

    private static String denied(S3Exception e) {
        if (code(e).equals("InvalidObjectState")) {
            return "it is in an archive; restore it first";
        }
        return e instanceof S3DeniedException known
                ? "access denied; check the credentials, and that they are allowed " + known.permission() + " here"
                : "access denied; check the credentials and that they may list, read and (to write) put";
    }

    private Explained explain(RuntimeException e) {
        if (e instanceof AbortedException || cause(e, InterruptedException.class) != null || isInterrupted(e)) {
            return new Explained(Kind.FAILED, "interrupted");
        }
        if (cause(e, UnknownHostException.class) != null) {
            return new Explained(Kind.UNREACHABLE, "the host name is unknown; check endpoint, or set path-style: true");
        }
        if (cause(e, SSLException.class) != null) {
            return new Explained(
                    Kind.UNREACHABLE, "no secure connection; check that the endpoint speaks https and its certificate");
        }
        if (notSent(e)) {
            return new Explained(
                    Kind.UNREACHABLE, "no connection; check that the endpoint is right and the server is running");
        }
        if (lost(e)) {
            return new Explained(Kind.UNREACHABLE, "no answer after several attempts; try again later");
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("load region")) {
            return new Explained(Kind.REFUSED, "no region is known; set region or AWS_REGION");
        }
        if (message.contains("credential") || message.contains("profile")) {
            return new Explained(
                    Kind.REFUSED, "no usable credentials; set access key and secret key, a profile or AWS_* variables");
        }
        return new Explained(Kind.FAILED, "the request failed");
    }

    private static boolean isInterrupted(RuntimeException e) {
        InterruptedIOException io = cause(e, InterruptedIOException.class);
        return io != null
                && !(io instanceof SocketTimeoutException)
                && Thread.currentThread().isInterrupted();
    }

    private String place(String key) {
        return url + " at " + endpointHost + (key.isEmpty() ? "" : " key \"" + SafeText.of(key) + "\"");
    }
}
