package dev.daypack.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * The uploads in parts below the store's prefix that were neither completed nor aborted, all pages. Their age is the
 * server's own: the time in the head of its answer, less the time at which it says they were begun.
 */
final class S3UnfinishedUploads {

    private final S3Connection connection;

    S3UnfinishedUploads(S3Connection connection) {
        this.connection = connection;
    }

    List<UnfinishedWrite> list() {
        List<UnfinishedWrite> found = new ArrayList<>();
        String keyMarker = null;
        String uploadMarker = null;
        while (true) {
            ListMultipartUploadsResponse page = page(keyMarker, uploadMarker);
            Optional<Instant> now = ServerWords.of(page.sdkHttpResponse()).date();
            page.uploads().forEach(upload -> found.add(unfinished(upload, now)));
            boolean goesOn = Boolean.TRUE.equals(page.isTruncated())
                    && page.nextKeyMarker() != null
                    && !(page.nextKeyMarker().equals(keyMarker)
                            && Objects.equals(page.nextUploadIdMarker(), uploadMarker));
            if (!goesOn) {
                return found;
            }
            keyMarker = page.nextKeyMarker();
            uploadMarker = page.nextUploadIdMarker();
        }
    }

    private UnfinishedWrite unfinished(MultipartUpload upload, Optional<Instant> now) {
        Optional<Duration> age = now.filter(known -> upload.initiated() != null)
                .map(known -> Duration.between(upload.initiated(), known));
        return new UnfinishedWrite(upload.key().substring(connection.prefix().length()), upload.uploadId(), age);
    }

    private ListMultipartUploadsResponse page(String keyMarker, String uploadMarker) {
        return connection.repeatable(
                "",
                "listing its unfinished uploads",
                () -> connection
                        .client()
                        .listMultipartUploads(list -> list.bucket(connection.bucket())
                                .prefix(connection.prefix())
                                .keyMarker(keyMarker)
                                .uploadIdMarker(uploadMarker)));
    }
}
