package dev.daypack.demo;

import dev.daypack.demo.LoopbackServer.Answer;
import dev.daypack.demo.LoopbackServer.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Buckets in memory, with what Daypack asks of S3: listings in one page, ranges, conditions on ETags, uploads in parts.
 * Any bucket exists, and any signature is good. So that a rehearsal goes through the client's code as a run does.
 * Thread-safe.
 */
public final class LoopbackBuckets implements LoopbackServer.Answers {

    private record Stored(byte[] bytes, String etag, Map<String, String> metadata, Instant modified) {}

    private static final String METADATA = "x-amz-meta-";

    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    /** By bucket and key, as in {@code bucket/key}; guarded by this. */
    private final NavigableMap<String, Stored> objects = new TreeMap<>();

    /** Parts of uploads by the upload's number, its metadata at 0; guarded by this. */
    private final Map<String, NavigableMap<Integer, Stored>> uploads = new TreeMap<>();

    public LoopbackBuckets(Clock clock) {
        this.clock = clock;
    }

    /** Puts an object there. */
    public synchronized void put(String bucket, String key, byte[] bytes) {
        objects.put(bucket + "/" + key, stored(bytes, Map.of()));
    }

    private Stored stored(byte[] bytes, Map<String, String> metadata) {
        String etag = "%032x".formatted(count.incrementAndGet());
        return new Stored(bytes, etag, metadata, clock.instant());
    }

    @Override
    public synchronized Answer to(Request request) {
        String path = request.target().getPath().substring(1);
        Map<String, String> query = query(request.target().getRawQuery());
        if (path.indexOf('/') < 0 || path.endsWith("/")) {
            return query.containsKey("uploads") ? xml("<ListMultipartUploadsResult/>") : list(path, query);
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> read(path, request);
            case "PUT" ->
                query.containsKey("uploadId")
                        ? putPart(query, request)
                        : write(path, request, request.body(), metadata(request));
            case "POST" -> query.containsKey("uploads") ? begin(request) : complete(path, query, request);
            case "DELETE" -> delete(path, query);
            default -> error(501, "NotImplemented");
        };
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> found = new TreeMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            found.put(name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return found;
    }

    private Answer list(String path, Map<String, String> query) {
        String bucket = path.replace("/", "") + "/";
        String prefix = bucket + query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        Set<String> folders = new LinkedHashSet<>();
        StringBuilder found = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        for (Map.Entry<String, Stored> entry : objects.tailMap(prefix).entrySet()) {
            String key = entry.getKey();
            if (!key.startsWith(prefix)) {
                break;
            }
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                folders.add(key.substring(bucket.length(), end + 1));
            } else {
                found.append(listed(key.substring(bucket.length()), entry.getValue()));
            }
        }
        folders.forEach(
                folder -> found.append("<CommonPrefixes><Prefix>" + encoded(folder) + "</Prefix></CommonPrefixes>"));
        return xml(found + "<IsTruncated>false</IsTruncated></ListBucketResult>");
    }

    private static String listed(String key, Stored object) {
        return "<Contents><Key>" + encoded(key) + "</Key><LastModified>" + object.modified()
                + "</LastModified><ETag>&quot;" + object.etag() + "&quot;</ETag><Size>" + object.bytes().length
                + "</Size><StorageClass>STANDARD</StorageClass></Contents>";
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private Answer read(String path, Request request) {
        Stored object = objects.get(path);
        if (object == null) {
            return error(404, "NoSuchKey");
        }
        if (!holds(object, request)) {
            return error(412, "PreconditionFailed");
        }
        Map<String, String> heads = heads(object.etag());
        heads.put("Last-Modified", httpDate(object.modified()));
        heads.putAll(object.metadata());
        int size = object.bytes().length;
        if (!request.heads().containsKey("range")) {
            return Answer.of(200, heads, object.bytes());
        }
        String[] range = request.head("range").replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(range[0]);
        int to = Math.min(Integer.parseInt(range[1]), size - 1);
        heads.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
        return new Answer(206, heads, object.bytes(), from, to + 1 - from);
    }

    /** Whether the conditions of a request hold for what stands there, or null. */
    private static boolean holds(Stored object, Request request) {
        String match = request.head("if-match").replace("\"", "");
        boolean matches = match.isEmpty() || (object != null && object.etag().equals(match));
        return matches && (object == null || !request.heads().containsKey("if-none-match"));
    }

    private Answer write(String path, Request request, byte[] bytes, Map<String, String> metadata) {
        if (!holds(objects.get(path), request)) {
            return error(412, "PreconditionFailed");
        }
        Stored object = stored(bytes, metadata);
        objects.put(path, object);
        return Answer.of(200, heads(object.etag()), new byte[0]);
    }

    private static Map<String, String> metadata(Request request) {
        Map<String, String> found = new TreeMap<>(request.heads());
        found.keySet().removeIf(name -> !name.startsWith(METADATA));
        return found;
    }

    private Answer begin(Request request) {
        String id = "upload-" + count.incrementAndGet();
        uploads.put(id, new TreeMap<>(Map.of(0, stored(new byte[0], metadata(request)))));
        return xml("<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Answer putPart(Map<String, String> query, Request request) {
        NavigableMap<Integer, Stored> upload = uploads.get(query.get("uploadId"));
        if (upload == null) {
            return error(404, "NoSuchUpload");
        }
        Stored part = stored(request.body(), Map.of());
        upload.put(Integer.parseInt(query.get("partNumber")), part);
        return Answer.of(200, heads(part.etag()), new byte[0]);
    }

    private Answer complete(String path, Map<String, String> query, Request request) {
        NavigableMap<Integer, Stored> upload = uploads.get(query.get("uploadId"));
        if (upload == null) {
            return error(404, "NoSuchUpload");
        }
        List<byte[]> parts = new ArrayList<>();
        upload.values().forEach(part -> parts.add(part.bytes()));
        byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        Answer answer = write(path, request, whole, upload.get(0).metadata());
        if (answer.status() != 200) {
            return answer;
        }
        uploads.remove(query.get("uploadId"));
        return xml("<CompleteMultipartUploadResult><ETag>"
                + answer.heads().get("ETag").replace("\"", "&quot;") + "</ETag></CompleteMultipartUploadResult>");
    }

    private Answer delete(String path, Map<String, String> query) {
        if (query.containsKey("uploadId")) {
            uploads.remove(query.get("uploadId"));
        } else {
            objects.remove(path);
        }
        return Answer.of(204, heads(""), new byte[0]);
    }

    private Map<String, String> heads(String etag) {
        Map<String, String> heads = new LinkedHashMap<>();
        heads.put("Date", httpDate(clock.instant()));
        heads.put("x-amz-request-id", Long.toString(count.incrementAndGet()));
        if (!etag.isEmpty()) {
            heads.put("ETag", "\"" + etag + "\"");
        }
        return heads;
    }

    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
    }

    private Answer xml(String body) {
        return xml(200, body);
    }

    private Answer error(int status, String code) {
        return xml(status, "<Error><Code>" + code + "</Code><Message>-</Message></Error>");
    }

    private Answer xml(int status, String body) {
        Map<String, String> heads = heads("");
        heads.put("Content-Type", "application/xml");
        return Answer.of(status, heads, ("<?xml version=\"1.0\"?>" + body).getBytes(StandardCharsets.UTF_8));
    }
}
