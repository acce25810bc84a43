package dev.daypack.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a bucket below the store's prefix, page by page, as long as the server says that there is more. */
final class S3Listing {

    private final S3Connection connection;

    S3Listing(S3Connection connection) {
        this.connection = connection;
    }

    List<ObjectStat> objects(String prefix) {
        List<ObjectStat> found = new ArrayList<>();
        pages(request(prefix), prefix, page -> page.contents().forEach(object -> add(object, found)));
        found.sort((a, b) -> ObjectKey.ORDER.compare(a.key(), b.key()));
        return found;
    }

    List<String> prefixes(String prefix) {
        List<String> found = new ArrayList<>();
        int storePrefixChars = connection.prefix().length();
        pages(request(prefix).delimiter("/"), prefix, page -> {
            for (CommonPrefix common : page.commonPrefixes()) {
                found.add(common.prefix().substring(storePrefixChars));
            }
        });
        found.sort(ObjectKey.ORDER);
        return found;
    }

    /** Asks for one key: fails, in the user's words, if the bucket cannot be listed. */
    void check() {
        ListObjectsV2Request request = request("").maxKeys(1).build();
        connection.repeatable("", "listing it", () -> connection.client().listObjectsV2(request));
    }

    /** Keys come back encoded: XML cannot carry every character that a key may have. */
    private ListObjectsV2Request.Builder request(String prefix) {
        return ListObjectsV2Request.builder()
                .bucket(connection.bucket())
                .prefix(connection.prefix() + ObjectKey.checkedPrefix(prefix))
                .encodingType(EncodingType.URL);
    }

    private void pages(ListObjectsV2Request.Builder request, String prefix, Consumer<ListObjectsV2Response> each) {
        String token = null;
        while (true) {
            ListObjectsV2Request next = request.continuationToken(token).build();
            ListObjectsV2Response page = connection.repeatable(
                    prefix, "listing it", () -> connection.client().listObjectsV2(next));
            each.accept(page);
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return;
            }
            String following = page.nextContinuationToken();
            if (following == null || following.equals(token)) {
                throw connection
                        .failures()
                        .failure(
                                StoreException.Kind.FAILED,
                                prefix,
                                "the server's listing says that it goes on but not where");
            }
            token = following;
        }
    }

    private void add(S3Object object, List<ObjectStat> found) {
        String key = object.key().substring(connection.prefix().length());
        // Consoles leave empty objects that end in a slash to show folders; they are none of ours.
        if (!key.isEmpty() && !key.endsWith("/")) {
            Instant modified = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
            found.add(new ObjectStat(key, object.size(), S3Connection.bare(object.eTag()), modified));
        }
    }
}
