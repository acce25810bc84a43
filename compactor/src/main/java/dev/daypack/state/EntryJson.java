package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;

/** Entries of partition-days and of days as they stand in the state document. */
final class EntryJson {

    private EntryJson() {}

    /**
     * Reads an entry, of the old job too: only the status is required; a missing time is the epoch.
     *
     * @throws MalformedJsonException if a known field has another type, or the status is unknown
     */
    static PartitionEntry partition(JsonFields fields) {
        return new PartitionEntry(
                status(fields),
                fields.count("rows").orElse(0),
                fields.count("total_size_bytes").orElse(0),
                fields.text("day_quality_post"),
                fields.text("post_filter_version"),
                fields.text("manifest_digest"),
                fields.text("etag"),
                fields.text("attempt"),
                fields.text("error_type"),
                fields.text("failing_key"),
                fields.text("error"),
                fields.instant("updated_at").orElse(Instant.EPOCH));
    }

    /** A new node: the entry's fields over those of {@code previous} that Daypack does not know. */
    static ObjectNode write(PartitionEntry entry, ObjectNode previous) {
        ObjectNode node = Json.shallowCopy(previous);
        boolean published = entry.status() == Status.SUCCESS;
        node.put("status", entry.status().json());
        set(node, "day_quality_post", entry.dayQualityPost());
        set(node, "post_filter_version", entry.postFilterVersion());
        setCount(node, "rows", entry.rows(), published);
        setCount(node, "total_size_bytes", entry.totalSizeBytes(), published);
        set(node, "manifest_digest", entry.manifestDigest());
        set(node, "etag", entry.etag());
        set(node, "attempt", entry.attempt());
        set(node, "error_type", entry.errorType());
        set(node, "failing_key", entry.failingKey());
        set(node, "error", entry.error());
        node.put("updated_at", JsonFields.format(entry.updatedAt()));
        return node;
    }

    static DayEntry day(JsonFields fields) {
        return new DayEntry(status(fields), fields.instant("updated_at").orElse(Instant.EPOCH));
    }

    static ObjectNode write(DayEntry entry, ObjectNode previous) {
        return Json.shallowCopy(previous)
                .put("status", entry.status().json())
                .put("updated_at", JsonFields.format(entry.updatedAt()));
    }

    private static Status status(JsonFields fields) {
        String text = fields.requiredText("status");
        for (Status status : Status.values()) {
            if (status.json().equals(text)) {
                return status;
            }
        }
        throw new MalformedJsonException(
                fields.placeOf("status"),
                "expected one of success, in_progress, no_files, partial, quarantine, failed, found "
                        + Json.quoted(text));
    }

    private static void set(ObjectNode node, String name, Optional<String> text) {
        text.ifPresentOrElse(value -> node.put(name, value), () -> node.remove(name));
    }

    private static void setCount(ObjectNode node, String name, long count, boolean evenZero) {
        if (count != 0 || evenZero) {
            node.put(name, count);
        } else {
            node.remove(name);
        }
    }
}
