package dev.daypack.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record that the raw parts of a partition-day were given up on purpose ({@code
 * compacted/reaped/<partition>/<yyyyMMdd>.json}). It is written before the first part is deleted, so that nobody who
 * finds parts missing takes them for lost; as long as it stands, the day is not packed again.
 *
 * @param partitionDay the key in the state
 * @param reapedAt when it was written
 * @param completedAt when the last part was gone; empty while there are parts to delete, or after a crash
 * @param dataEtag of the {@code data.parquet} that was proven before
 * @param dataSha256 of its bytes
 * @param rows in it
 * @param manifestDigest of the parts, see {@link Manifest#digest}
 * @param rawUrl the raw store, without credentials
 * @param parts those that were deleted or are about to be, by rank
 * @param daypackVersion that wrote it
 */
public record ReapedRecord(
        String partitionDay,
        Instant reapedAt,
        Optional<Instant> completedAt,
        String dataEtag,
        String dataSha256,
        long rows,
        String manifestDigest,
        String rawUrl,
        List<Manifest.Input> parts,
        String daypackVersion) {

    /** Below it stand all records. */
    public static final String PREFIX = "compacted/reaped/";

    public ReapedRecord {
        parts = List.copyOf(parts);
    }

    /** Where the record of a partition-day stands in the compact store. */
    public static String key(PartitionDay day) {
        return PREFIX + day.stateKey() + ".json";
    }

    /** Whether all parts are gone. */
    public boolean isComplete() {
        return completedAt.isPresent();
    }

    /** The same, once all parts are gone. */
    public ReapedRecord completed(Instant now) {
        return new ReapedRecord(
                partitionDay,
                reapedAt,
                Optional.of(now),
                dataEtag,
                dataSha256,
                rows,
                manifestDigest,
                rawUrl,
                parts,
                daypackVersion);
    }

    /** The document in UTF-8, indented, with a newline at the end. */
    public byte[] toBytes() {
        ObjectNode node =
                Json.object().put("partition_day", partitionDay).put("reaped_at", JsonFields.format(reapedAt));
        completedAt.ifPresent(at -> node.put("completed_at", JsonFields.format(at)));
        node.put("etag", dataEtag)
                .put("sha256", dataSha256)
                .put("rows", rows)
                .put("manifest_digest", manifestDigest)
                .put("raw_url", rawUrl)
                .put("daypack_version", daypackVersion)
                .put("bytes", new Manifest(parts).totalBytes());
        ArrayNode array = node.putArray("parts");
        parts.forEach(part -> array.addObject()
                .put("key", part.key())
                .put("bytes", part.sizeBytes())
                .put("etag", part.etag()));
        return Json.pretty(node);
    }

    /**
     * Reads a record.
     *
     * @param where names the document in errors
     * @throws MalformedJsonException if it is no such record, or its parts are not those of its digest
     */
    public static ReapedRecord parse(byte[] bytes, String where) {
        try {
            return read(new JsonFields(Json.parseObject(bytes), ""));
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(
                    Json.printable(where) + ": " + e.place(),
                    e.problem() + "; the raw parts of this day were given up on purpose, restore the record or, if"
                            + " the parts are back, remove it");
        }
    }

    private static ReapedRecord read(JsonFields fields) {
        List<Manifest.Input> parts = fields.objects("parts").stream()
                .map(part -> new Manifest.Input(
                        part.requiredText("key"), part.requiredCount("bytes"), part.requiredText("etag")))
                .toList();
        String digest = fields.requiredText("manifest_digest");
        if (!new Manifest(parts).digest().equals(digest)) {
            throw new MalformedJsonException("parts", "are not those of manifest_digest");
        }
        return new ReapedRecord(
                fields.requiredText("partition_day"),
                fields.instant("reaped_at").orElseThrow(() -> new MalformedJsonException("reaped_at", "is missing")),
                fields.instant("completed_at"),
                fields.requiredText("etag"),
                fields.requiredText("sha256"),
                fields.requiredCount("rows"),
                digest,
                fields.requiredText("raw_url"),
                parts,
                fields.requiredText("daypack_version"));
    }
}
