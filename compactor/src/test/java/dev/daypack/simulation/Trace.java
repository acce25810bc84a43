package dev.daypack.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened, line by line; kept, or only its digest. */
final class Trace {

    private final Instant beginning;
    private final boolean isKept;
    private final List<String> lines = new ArrayList<>();
    private final MessageDigest digest;
    private final Map<String, Long> tally = new TreeMap<>();
    private long count;

    Trace(Instant beginning, boolean isKept) {
        this.beginning = beginning;
        this.isKept = isKept;
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isKept() {
        return isKept;
    }

    void note(long nanos, String who, String what) {
        count++;
        String line = nanos + " " + who + " " + what;
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        if (isKept) {
            lines.add(time(nanos) + " " + who + " " + what);
        }
    }

    /** One more of these. */
    void count(String what) {
        tally.merge(what, 1L, Long::sum);
    }

    Map<String, Long> tally() {
        return tally;
    }

    String time(long nanos) {
        return beginning.plusNanos(nanos).toString();
    }

    long count() {
        return count;
    }

    /** Once, at the end. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    List<String> lines() {
        return lines;
    }
}
