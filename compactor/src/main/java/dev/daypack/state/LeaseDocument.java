package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a lease object.
 *
 * @param host, pid, started the process that holds it; for people
 * @param attempt id of the attempt it is for
 * @param lease random id of this lease; how its keeper knows it again
 * @param died holders whose lease was left to run out, one after the other, with no one in between who gave it back;
 *     oldest first, the latest {@value #MAX_DIED}. Absent in what older versions wrote, which is nobody
 * @param isGivenBack whoever finds it may take it at once: its holder was not let remove it
 * @param ttl the holder renews it three times in such a span
 * @param counter of renewals; makes each generation's bytes, and so its ETag, new
 */
record LeaseDocument(
        String host,
        long pid,
        String attempt,
        Instant started,
        Duration ttl,
        long counter,
        String lease,
        List<LeaseHolder> died,
        boolean isGivenBack) {

    /** More are counted by nobody, and the document must not grow without end. */
    static final int MAX_DIED = 8;

    LeaseDocument {
        died = List.copyOf(died.subList(Math.max(0, died.size() - MAX_DIED), died.size()));
    }

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
                fields.requiredText("lease"),
                fields.objects("died").stream().map(LeaseDocument::holder).toList(),
                fields.has("given_back"));
    }

    private static LeaseHolder holder(JsonFields fields) {
        return new LeaseHolder(
                fields.requiredText("host"),
                fields.requiredCount("pid"),
                fields.instant("started").orElse(Instant.EPOCH));
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
        if (!died.isEmpty()) {
            ArrayNode holders = node.putArray("died");
            died.forEach(holder -> holders.addObject()
                    .put("host", holder.host())
                    .put("pid", holder.pid())
                    .put("started", JsonFields.format(holder.started())));
        }
        if (isGivenBack) {
            node.put("given_back", true);
        }
        return Json.pretty(node);
    }

    LeaseDocument after(List<LeaseHolder> others) {
        return new LeaseDocument(host, pid, attempt, started, ttl, counter, lease, others, false);
    }

    LeaseDocument renewed() {
        return new LeaseDocument(host, pid, attempt, started, ttl, counter + 1, lease, died, false);
    }

    LeaseDocument givenBack() {
        return new LeaseDocument(host, pid, attempt, started, ttl, counter + 1, lease, List.of(), true);
    }

    /** Those who died while they held it, its present holder among them. */
    List<LeaseHolder> diedWithHolder() {
        List<LeaseHolder> all = new ArrayList<>(died);
        all.add(new LeaseHolder(host, pid, started));
        return all;
    }

    /** Who holds it, in words that are safe to print. */
    String describe() {
        return Json.printable(host) + " pid " + pid + ", attempt " + Json.printable(attempt) + ", running since "
                + JsonFields.format(started);
    }
}
