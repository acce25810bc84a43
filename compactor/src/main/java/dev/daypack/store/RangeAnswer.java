package dev.daypack.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The answer to a GET of a range, with its body still to be read.
 *
 * @param etag as it was sent; null if it was not
 * @param contentRange null if there is none
 * @param contentLength null if there is none
 * @param checksum of the body, if the server told one and nobody else looks at it
 * @param abortable ends the connection with what was not read
 */
record RangeAnswer(
        String etag,
        String contentRange,
        Long contentLength,
        Optional<BodyChecksum> checksum,
        InputStream body,
        Abortable abortable) {

    /** One that the SDK got, which looks at checksums itself. */
    static RangeAnswer of(ResponseInputStream<GetObjectResponse> got) {
        GetObjectResponse head = got.response();
        return new RangeAnswer(head.eTag(), head.contentRange(), head.contentLength(), Optional.empty(), got, got);
    }

    /** Gives the connection back for the next request; the body was read. */
    void finish() throws IOException {
        body.close();
    }

    void abort() {
        abortable.abort();
    }
}
