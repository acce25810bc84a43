package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The content of a lease object.
 *
 * @param host, pid, started the process that holds it; for people
 * @param attempt id of the attempt it is for
 * @param lease random id of this lease; how its keeper knows it again
 * @param ttl the holder renews it three times in such a span
 * @param counter of renewals; makes each generation's bytes, and so its ETag, new
 */
record LeaseDocument(String host, long pid, String attempt, Instant started, Duration ttl, long counter, String lease) {

    /** @throws MalformedJsonException if it is no lease */
    static LeaseDocument parse(byte[] bytes) {
        JsonFields fields = new JsonFields(Json.parseObject(bytes), "");
        return new LeaseDocument(
                fields.requiredText("host"),
                fields.requiredCount("pid"),
                fields.requiredText("attempt"),
                fields.instant("started").orElse(Instant.EPOCH),
                Duration.ofSeconds(fields.requiredCount("ttl_seconds")),
                fields.requiredCount("counter"),
                fields.requiredText("lease"));
    }

    /** The lease an object holds, or empty if it holds something else. */
    static Optional<LeaseDocument> tryParse(StoredObject object) {
        try {
            return Optional.of(parse(object.bytes()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    byte[] toBytes() {
        ObjectNode node = Json.object()
                .put("host", host)
                .put("pid", pid)
                .put("attempt", attempt)
                .put("started", JsonFields.format(started))
                .put("ttl_seconds", ttl.toSeconds())
                .put("counter", counter)
                .put("lease", lease);
        return Json.pretty(node);
    }

    LeaseDocument renewed() {
        return new LeaseDocument(host, pid, attempt, started, ttl, counter + 1, lease);
    }

    /** Who holds it, in words that are safe to print. */
    String describe() {
        return Json.printable(host) + " pid " + pid + ", attempt " + Json.printable(attempt) + ", running since "
                + JsonFields.format(started);
    }
}
