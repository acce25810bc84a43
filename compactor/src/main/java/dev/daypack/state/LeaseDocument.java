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
 * The content of a lease object. Its holder alone writes it, but for one thing: who is named in {@code died} and lives
 * strikes its own name out ({@link Testimony}).
 *
 * @param holder the process that holds it
 * @param attempt id of the attempt it is for
 * @param ttl the holder renews it three times in such a span
 * @param counter of renewals; makes each generation's bytes, and so its ETag, new
 * @param lease random id of this lease; how its keeper knows it again
 * @param died holders whose lease was left to run out and who have not been heard of since, with no attempt in between
 *     that came to an end; oldest first, the latest {@value #MAX_DIED}, each once. Absent in what older versions wrote,
 *     which is nobody
 * @param isGivenBack nobody holds it: it stands for those who died, or since its holder was not let remove it
 */
record LeaseDocument(
        LeaseHolder holder,
        String attempt,
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
                holder(fields),
                fields.requiredText("attempt"),
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
                fields.instant("started").orElse(Instant.EPOCH),
                fields.text("process").orElse(""));
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
        ObjectNode node = Json.object();
        write(holder, node);
        node.put("attempt", attempt)
                .put("ttl_seconds", ttl.toSeconds())
                .put("counter", counter)
                .put("lease", lease);
        if (!died.isEmpty()) {
            ArrayNode holders = node.putArray("died");
            died.forEach(one -> write(one, holders.addObject()));
        }
        if (isGivenBack) {
            node.put("given_back", true);
        }
        return Json.pretty(node);
    }

    private static void write(LeaseHolder holder, ObjectNode node) {
        node.put("host", holder.host()).put("pid", holder.pid()).put("started", JsonFields.format(holder.started()));
        if (!holder.process().isEmpty()) {
            node.put("process", holder.process());
        }
    }

    LeaseDocument after(List<LeaseHolder> others) {
        return new LeaseDocument(holder, attempt, ttl, counter, lease, others, isGivenBack);
    }

    LeaseDocument renewed() {
        return new LeaseDocument(holder, attempt, ttl, counter + 1, lease, died, false);
    }

    LeaseDocument givenBack() {
        return new LeaseDocument(holder, attempt, ttl, counter + 1, lease, died, true);
    }

    /** Whether a process is among those who died. */
    boolean names(LeaseHolder process) {
        return died.stream().anyMatch(process::is);
    }

    /** The same, but for one who did not die. */
    LeaseDocument without(LeaseHolder living) {
        return after(died.stream().filter(one -> !living.is(one)).toList());
    }

    /** Those who died while they held it; its present holder among them, unless it gave it back. */
    List<LeaseHolder> diedWithHolder() {
        List<LeaseHolder> all = new ArrayList<>(died);
        if (!isGivenBack) {
            all.removeIf(holder::is);
            all.add(holder);
        }
        return all;
    }

    /** Who holds it, in words that are safe to print. */
    String describe() {
        return Json.printable(holder.host()) + " pid " + holder.pid() + ", attempt " + Json.printable(attempt)
                + ", running since " + JsonFields.format(holder.started());
    }
}
