package dev.daypack.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What a probe saw a server do, and what follows from it.
 *
 * @param putIfAbsent PUT with If-None-Match
 * @param putIfMatch PUT with If-Match
 * @param completeIfAbsent completion of a multipart upload with If-None-Match
 * @param completeIfMatch the same with If-Match
 * @param pinnedReads a ranged GET with If-Match and an old ETag is refused; if not, the answer's own ETag tells
 * @param wholeReads a read beside a write gives the one generation or the other, not the head of one and the body of
 *     the other
 * @param quotedEtags If-Match wants the ETag in quotes
 * @param server what the server calls itself; empty if it does not say
 * @param probedAt by the server's clock; empty if it does not tell the time
 */
public record ProbeFindings(
        Honours putIfAbsent,
        Honours putIfMatch,
        Honours completeIfAbsent,
        Honours completeIfMatch,
        boolean pinnedReads,
        boolean wholeReads,
        boolean quotedEtags,
        String server,
        Optional<Instant> probedAt) {

    private static final String STREAMED =
            "large objects are streamed and committed by a conditional completion, small ones by a conditional PUT";

    private static final String SPOOLED = "the server does not decide conditional completions, so large objects are"
            + " spooled to scratch and committed by one conditional PUT";

    private static final String NO_CONDITIONS =
            "the server does not honour If-None-Match and If-Match on PUT, so two writers could overwrite each other";

    private static final String NO_RACES = "the server does not honour If-None-Match and If-Match on PUT when several"
            + " writers race: more than one of them won";

    private static final String NO_WHOLE_READS =
            "the server mixed two generations of an object in one answer, which no ETag can tell";

    /** Of single PUTs: state, leases, small and spooled objects. */
    public Honours put() {
        return putIfAbsent.and(putIfMatch);
    }

    /** Of completions of multipart uploads. */
    public Honours complete() {
        return completeIfAbsent.and(completeIfMatch);
    }

    /** Whether several may write without harm. */
    public boolean isSafe() {
        return put() == Honours.ALWAYS && wholeReads;
    }

    /**
     * What to count on. Where PUTs decide races and completions do not, everything goes through one PUT. Where PUTs do
     * not either, an operator's word stands for it, and conditions are still sent as far as they help.
     */
    public StoreCapabilities capabilities() {
        boolean stream = isSafe() ? complete() == Honours.ALWAYS : complete() != Honours.NEVER;
        return new StoreCapabilities(put() != Honours.NEVER, put() != Honours.NEVER && stream, quotedEtags);
    }

    /** Why the store is not safe to write, without a remedy. */
    String unsafe() {
        return switch (put()) {
            case NEVER -> NO_CONDITIONS;
            case ONE_AT_A_TIME -> NO_RACES;
            case ALWAYS -> NO_WHOLE_READS;
        };
    }

    /** How objects are committed, in one line for the log and the run report. */
    String rule(boolean singleWriter) {
        String how = !isSafe()
                ? "single-writer: true stands in for the server (" + unsafe() + ")"
                : capabilities().conditionalComplete() ? STREAMED : SPOOLED + limit(singleWriter);
        return how + "; probed "
                + probedAt.map(Instant::toString).orElse("now")
                + (server.isEmpty() ? "" : ", server " + SafeText.of(server));
    }

    private static String limit(boolean singleWriter) {
        return singleWriter
                ? " up to 5 GiB, and past that (single-writer: true) by a completion without a condition"
                : " up to 5 GiB; larger ones are refused";
    }
}
