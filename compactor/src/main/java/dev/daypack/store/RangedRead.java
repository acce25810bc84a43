package dev.daypack.store;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One read of a range of one generation of an object, however many requests it takes: an answer that is cut off is
 * resumed behind the last byte that came, under the same If-Match. (The SDK repeats a request that fails before the
 * body, never one that fails inside it.) Used once, by one thread.
 */
final class RangedRead {

    private final S3Connection connection;
    private final String key;
    private final String remote;
    private final String etag;
    private final long offset;
    private final byte[] into;
    private final int at;
    private final int length;
    private int done;
    private boolean quoted;

    RangedRead(S3Connection connection, String key, String etag, long offset, byte[] into, int at, int length) {
        this.connection = connection;
        this.key = key;
        this.remote = connection.remote(key);
        this.etag = etag;
        this.offset = offset;
        this.into = into;
        this.at = at;
        this.length = length;
    }

    /** Reads it all, or throws. Attempts that bring nothing are bounded; those that bring bytes end by themselves. */
    void run() {
        int fruitless = 0;
        while (done < length) {
            int before = done;
            RuntimeException failure = attempt();
            if (failure == null) {
                continue;
            }
            fruitless = done > before ? 0 : fruitless + 1;
            boolean again = fruitless < Retry.ATTEMPTS && connection.mayBeRepeated(failure);
            if (!again || !connection.retry().pause(Math.max(1, fruitless))) {
                throw connection.failures().failure(failure, key, "reading it");
            }
        }
    }

    private RuntimeException attempt() {
        try {
            RangeAnswer answer = connection.getRange(
                    remote,
                    "bytes=" + (offset + done) + "-" + (offset + length - 1),
                    quoted ? S3Connection.quoted(etag) : etag);
            try {
                drain(answer);
                answer.finish();
                return null;
            } catch (IOException e) {
                answer.abort();
                return new CutOffException(e);
            } catch (RuntimeException e) {
                answer.abort();
                return e;
            }
        } catch (RuntimeException e) {
            return explained(e);
        }
    }

    private void drain(RangeAnswer answer) throws IOException {
        check(answer);
        int before = done;
        while (done < length) {
            int count = answer.body().read(into, at + done, length - done);
            if (count < 0) {
                throw new IOException("the answer ended early");
            }
            done += count;
        }
        if (answer.checksum().isPresent()) {
            checkBody(answer.checksum().get(), before);
        }
    }

    /** Bytes that do not match count as not come. */
    private void checkBody(BodyChecksum checksum, int before) throws IOException {
        try {
            checksum.check(into, at + before, done - before);
        } catch (IOException e) {
            done = before;
            throw e;
        }
    }

    /** Believes no header that it can compare: some servers ignore conditions or ranges. */
    private void check(RangeAnswer response) {
        if (isCut(response)) {
            throw new CutOffException(new IOException("the answer ended within its head"));
        }
        if (!S3Connection.bare(response.etag()).equals(etag)) {
            throw changed();
        }
        String expected = "bytes " + (offset + done) + "-" + (offset + length - 1) + "/";
        boolean wholeObject = response.contentRange() == null && offset + done == 0;
        boolean asked =
                response.contentRange() != null && response.contentRange().startsWith(expected);
        if (!Objects.equals(response.contentLength(), (long) length - done) || !(asked || wholeObject)) {
            throw connection
                    .failures()
                    .failure(
                            StoreException.Kind.FAILED,
                            key,
                            "asked for \"" + expected + "\", the server sent " + response.contentLength()
                                    + " bytes as \""
                                    + SafeText.of(String.valueOf(response.contentRange()))
                                    + "\"; the object is shorter, or the"
                                    + " server does not serve ranges");
        }
    }

    /** The HTTP client takes a head that breaks off for one that ended. */
    private static boolean isCut(RangeAnswer response) {
        String tag = response.etag();
        boolean isTagWhole = tag != null && tag.startsWith("\"") == tag.endsWith("\"") && !tag.equals("\"");
        return !isTagWhole || response.contentLength() == null;
    }

    private RuntimeException explained(RuntimeException e) {
        if (S3Failures.isStatus(e, 412)) {
            Optional<HeadObjectResponse> present = connection.head(key);
            if (present.isPresent() && S3Connection.bare(present.get().eTag()).equals(etag) && !quoted) {
                quoted = true;
                return null;
            }
            return present.isEmpty() ? missing() : changed();
        }
        if (S3Failures.isStatus(e, 416)) {
            return connection
                    .failures()
                    .failure(
                            StoreException.Kind.FAILED,
                            key,
                            "the range at " + offset + " lies behind the object's end");
        }
        return S3Failures.isMissingKey(e) ? missing() : e;
    }

    private StoreException changed() {
        return connection
                .failures()
                .failure(StoreException.Kind.CHANGED, key, "changed while it was in use; the next run reads it anew");
    }

    private StoreException missing() {
        return connection.failures().failure(StoreException.Kind.MISSING, key, "it is gone; the next run looks anew");
    }

    /** An answer that broke off. */
    static final class CutOffException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CutOffException(IOException cause) {
            super(cause);
        }
    }
}
