package dev.daypack.doctor;

import dev.daypack.store.Honours;
import dev.daypack.store.ProbeFindings;
import dev.daypack.store.StoreCapabilities;
import dev.daypack.store.StoreExamination;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoreException.Kind;
import dev.daypack.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges what a look at a store has shown. Pure. */
public final class StoreCheck {

    /** Signatures that are older or younger are refused by S3. */
    private static final Duration REFUSED_SKEW = Duration.ofMinutes(15);

    private static final Duration SUSPICIOUS_SKEW = Duration.ofSeconds(10);

    private final StoreExamination seen;
    private final boolean singleWriter;
    private final List<Finding> findings = new ArrayList<>();

    private StoreCheck(StoreExamination seen, boolean singleWriter) {
        this.seen = seen;
        this.singleWriter = singleWriter;
    }

    /** Findings on the raw store, which is only read. */
    public static List<Finding> raw(StoreExamination seen) {
        StoreCheck check = new StoreCheck(seen, false);
        if (check.isReachable()) {
            check.reading();
            check.clock();
            check.rawWrites();
        }
        return check.findings;
    }

    /** Findings on the compact store, which was probed. */
    public static List<Finding> compact(StoreExamination seen, boolean singleWriter) {
        StoreCheck check = new StoreCheck(seen, singleWriter);
        if (check.isReachable()) {
            check.reading();
            check.writing();
            check.clock();
        }
        return check.findings;
    }

    /** Whether a store cannot be used at all. */
    public static boolean isLost(StoreExamination seen) {
        return seen.trouble("listing").isPresent();
    }

    private boolean isReachable() {
        Optional<StoreException> trouble = seen.trouble("listing");
        trouble.ifPresent(failure -> findings.add(Finding.fail("list", said(failure), remedy(failure))));
        if (trouble.isEmpty()) {
            String time =
                    String.format(Locale.ROOT, "%.0f ms", seen.answerTime().toNanos() / 1e6);
            findings.add(Finding.ok(
                    "list",
                    seen.isRemote()
                            ? "allowed; an answer takes " + time
                                    + (seen.server().isEmpty() ? "" : "; server " + Printable.of(seen.server()))
                            : "allowed; a local directory"));
        }
        return trouble.isEmpty();
    }

    private void reading() {
        Optional<StoreException> trouble = seen.trouble("reading");
        if (trouble.isPresent()) {
            findings.add(Finding.fail("read", said(trouble.get()), remedy(trouble.get())));
            return;
        }
        if (seen.pinnedReads().isEmpty()) {
            boolean isUnknown = seen.trouble("writing").isEmpty();
            findings.add(Finding.ok("read", isUnknown ? "not tried: there is no object yet" : "not tried"));
        } else if (seen.pinnedReads().get()) {
            findings.add(Finding.ok("read", "allowed; what was replaced meanwhile is refused"));
        } else {
            findings.add(Finding.ok(
                    "read",
                    "allowed; the server ignores If-Match on reads, so the ETag of each answer is compared instead"));
        }
    }

    private void rawWrites() {
        boolean mayWrite = seen.mayWrite().orElse(false);
        if (mayWrite) {
            findings.add(Finding.warn(
                    "write",
                    "not needed, but this user may write there",
                    "a user that can only read the raw directory cannot harm it"));
        } else if (seen.isRemote()) {
            findings.add(Finding.ok(
                    "write",
                    "not needed, and not tried: raw is never written; credentials that may"
                            + " only list and read are enough"));
        } else {
            findings.add(Finding.ok("write", "not needed, and not allowed"));
        }
    }

    private void writing() {
        Optional<StoreException> trouble = seen.trouble("writing");
        if (trouble.isPresent()) {
            findings.add(Finding.fail("write", said(trouble.get()), remedy(trouble.get())));
            return;
        }
        if (seen.isYetToBeMade()) {
            findings.add(Finding.warn(
                    "write",
                    "not tried: the directory does not exist yet, and can be made",
                    "if its name is right nothing: the first run makes it"));
            return;
        }
        seen.probe().ifPresent(this::probed);
        seen.trouble("listing uploads")
                .ifPresentOrElse(
                        failure -> findings.add(Finding.warn(
                                "clean up",
                                said(failure),
                                "allow s3:ListBucketMultipartUploads, or let the bucket end them itself")),
                        () -> findings.add(Finding.ok("clean up", "unfinished writes of crashed runs can be found")));
    }

    private void probed(ProbeFindings probe) {
        findings.add(Finding.ok("write", "put, conditional put and delete are allowed"));
        condition("put absent", probe.putIfAbsent(), "PUT with If-None-Match");
        condition("put match", probe.putIfMatch(), "PUT with If-Match");
        if (!probe.wholeReads()) {
            unsafe("read races", "a read beside a write mixed two generations of the object");
        }
        commits(probe);
    }

    private void condition(String topic, Honours honours, String request) {
        switch (honours) {
            case ALWAYS ->
                findings.add(Finding.ok(
                        topic,
                        seen.isRemote()
                                ? request + ": of writers that race one wins"
                                : "under a lock, one writer wins"));
            case ONE_AT_A_TIME -> unsafe(topic, request + ": of writers that race several win");
            case NEVER -> unsafe(topic, request + ": the condition is ignored, or not known");
        }
    }

    private void unsafe(String topic, String text) {
        findings.add(
                singleWriter
                        ? Finding.warn(
                                topic,
                                text + "; single-writer: true stands in for the server",
                                "make sure that nothing else ever writes there, no second host and no second run")
                        : Finding.fail(
                                topic, text, "use another server; if nothing else writes there: single-writer: true"));
    }

    private void commits(ProbeFindings probe) {
        StoreCapabilities capabilities = probe.capabilities();
        if (!seen.isRemote()) {
            findings.add(Finding.ok("large objects", "written beside, forced to the disk, then linked or renamed"));
        } else if (capabilities.conditionalComplete()) {
            findings.add(Finding.ok("large objects", "streamed; the completion is conditional"));
        } else if (capabilities.conditionalPut()) {
            findings.add(Finding.warn(
                    "large objects",
                    "conditional completions are " + (probe.complete() == Honours.NEVER ? "ignored" : "not decided")
                            + ", so what is larger than 8 MiB is spooled to scratch and sent by one PUT, "
                            + (singleWriter ? "and past 5 GiB without a condition" : "up to 5 GiB"),
                    "keep room in scratch; days that come out larger than 5 GiB need another server or a"
                            + " finer layout"));
        }
    }

    private void clock() {
        if (!seen.isRemote()) {
            return;
        }
        if (seen.ahead().isEmpty()) {
            findings.add(Finding.warn("clock", "the server does not tell the time", "compare the clocks by hand"));
            return;
        }
        Duration ahead = seen.ahead().get();
        Duration skew = ahead.abs();
        String text = skew.compareTo(Duration.ofSeconds(2)) < 0
                ? "this host and the server agree"
                : "the server is " + skew.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                        + " this host";
        if (skew.compareTo(REFUSED_SKEW) > 0) {
            findings.add(Finding.fail("clock", text, "set the clock (NTP): S3 refuses requests 15 minutes off"));
        } else if (skew.compareTo(SUSPICIOUS_SKEW) > 0) {
            findings.add(Finding.warn("clock", text, "set the clock (NTP)"));
        } else {
            findings.add(Finding.ok("clock", text));
        }
    }

    /** Without the store, which the section names, and without what is the remedy. */
    private String said(StoreException failure) {
        String text = Printable.of(failure.getMessage());
        int end = text.lastIndexOf("; ");
        return end > 0 ? text.substring(0, end) + tail(text) : text;
    }

    private static String remedy(StoreException failure) {
        String text = Printable.of(failure.getMessage());
        int end = text.lastIndexOf("; ");
        String said = end > 0 ? text.substring(end + 2).replaceFirst(" \\([^()]*\\)$", "") : "";
        return said.isEmpty()
                ? failure.kind() == Kind.UNREACHABLE ? "check endpoint and network" : "check URL and credentials"
                : said;
    }

    /** What was being done stands in brackets at the end, behind the remedy. */
    private static String tail(String text) {
        int open = text.lastIndexOf(" (");
        return open > text.lastIndexOf("; ") && text.endsWith(")") ? text.substring(open) : "";
    }
}
