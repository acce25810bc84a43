package dev.daypack.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Keeps what a probe has seen in the store itself, so that a run costs one GET and not a probe. What was seen counts
 * for the same endpoint, the same words of the server about itself, the same kind of probe, and a time by the
 * server's own clock; no host's clock is asked. A race that was decided rightly proves less than one that was not, so
 * the first probes count for less than a day, and after three that agree they count for a week. Only what makes a
 * store safe is kept: one that was refused is probed by every run. Anything odd about the document means: probe again.
 */
final class ProbeCache {

    static final String KEY = StoreProbe.FOLDER + "probe.json";

    /** A server that is exchanged behind its address and says nothing of itself is found out after so long. */
    static final Duration LIFE = Duration.ofDays(7);

    /** Less than the time between the runs of two nights. */
    static final Duration FIRST_LIFE = Duration.ofHours(18);

    private static final int ENOUGH = 3;

    /** What a killed probe has left is nobody's after so long. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    /** Raised with every change of what a probe looks at. */
    private static final int KIND = 1;

    private static final int LIMIT_BYTES = 10_000;

    private final S3Connection connection;
    private final S3Listing listing;

    /** Probes before this one that saw the same of the same server, as far as {@link #read} found them. */
    private long agreed;

    private Optional<ProbeFindings> before = Optional.empty();

    ProbeCache(S3Connection connection, S3Listing listing) {
        this.connection = connection;
        this.listing = listing;
    }

    /**
     * What was seen before, if it still counts.
     *
     * @throws StoreException if the store cannot be read
     */
    Optional<ProbeFindings> read() {
        return connection.repeatable(KEY, "reading it", () -> {
            try (ResponseInputStream<GetObjectResponse> body = connection
                    .client()
                    .getObject(get -> get.bucket(connection.bucket()).key(connection.remote(KEY)))) {
                ServerWords words = ServerWords.of(body.response().sdkHttpResponse());
                return parsed(body.readNBytes(LIMIT_BYTES), words).filter(ProbeFindings::isSafe);
            } catch (IOException e) {
                throw new RangedRead.CutOffException(e);
            } catch (RuntimeException e) {
                if (S3Failures.isMissingKey(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private Optional<ProbeFindings> parsed(byte[] bytes, ServerWords now) {
        try {
            JsonFields fields = new JsonFields(Json.parseObject(bytes), "");
            if (fields.requiredCount("kind") != KIND
                    || !fields.requiredText("endpoint")
                            .equals(connection.failures().endpointHost())
                    || !fields.requiredText("server").equals(now.server())) {
                return Optional.empty();
            }
            ProbeFindings findings = new ProbeFindings(
                    honours(fields, "put_if_absent"),
                    honours(fields, "put_if_match"),
                    honours(fields, "complete_if_absent"),
                    honours(fields, "complete_if_match"),
                    fields.requiredText("pinned_reads").equals("yes"),
                    fields.requiredText("whole_reads").equals("yes"),
                    fields.requiredText("quoted_etags").equals("yes"),
                    now.server(),
                    fields.instant("probed_at"));
            agreed = fields.requiredCount("agreed");
            before = Optional.of(findings);
            return before.filter(found -> isFresh(found, now));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Honours honours(JsonFields fields, String name) {
        return Honours.valueOf(fields.requiredText(name).toUpperCase(Locale.ROOT));
    }

    /** Without a time on both sides nothing is fresh. */
    private boolean isFresh(ProbeFindings findings, ServerWords now) {
        if (findings.probedAt().isEmpty() || now.date().isEmpty()) {
            return false;
        }
        Duration age = Duration.between(findings.probedAt().get(), now.date().get());
        return !age.isNegative() && age.compareTo(agreed < ENOUGH ? FIRST_LIFE : LIFE) < 0;
    }

    /** Keeps what makes the store safe, and removes what else stands there. */
    void write(ProbeFindings findings) {
        findings.probedAt().ifPresent(this::removeAbandoned);
        if (!findings.isSafe() || findings.probedAt().isEmpty()) {
            connection.delete(KEY);
            return;
        }
        boolean agrees = before.filter(it -> it.capabilities().equals(findings.capabilities()))
                .isPresent();
        byte[] bytes = Json.pretty(document(findings).put("agreed", agrees ? agreed + 1 : 1));
        new S3Writes(connection, findings.capabilities())
                .put(KEY, S3Bodies.of(bytes, bytes.length), new Condition.Always());
    }

    private ObjectNode document(ProbeFindings findings) {
        return Json.object()
                .put("kind", KIND)
                .put("endpoint", connection.failures().endpointHost())
                .put("server", findings.server())
                .put("probed_at", JsonFields.format(findings.probedAt().orElseThrow()))
                .put("put_if_absent", text(findings.putIfAbsent()))
                .put("put_if_match", text(findings.putIfMatch()))
                .put("complete_if_absent", text(findings.completeIfAbsent()))
                .put("complete_if_match", text(findings.completeIfMatch()))
                .put("pinned_reads", findings.pinnedReads() ? "yes" : "no")
                .put("whole_reads", findings.wholeReads() ? "yes" : "no")
                .put("quoted_etags", findings.quotedEtags() ? "yes" : "no");
    }

    private static String text(Honours honours) {
        return honours.name().toLowerCase(Locale.ROOT);
    }

    /** By the server's clock on both sides. */
    private void removeAbandoned(Instant now) {
        Predicate<ObjectStat> isOld = stat -> stat.modified().isBefore(now.minus(ABANDONED_AFTER));
        listing.objects(StoreProbe.FOLDER).stream()
                .filter(stat -> !stat.key().equals(KEY))
                .filter(isOld)
                .forEach(stat -> connection.delete(stat.key()));
    }
}
