package dev.daypack.compact;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may hold how much of a limit at once: first come, first served. A claim is granted when it and all that are
 * granted fit the limit together; or, whatever its size, when nothing else is granted, so that nobody waits for ever.
 * Later claims wait behind one that does not fit, so large ones are not passed by small ones.
 *
 * <p>Decides only; who waits, and how, is not known here. Not thread-safe.
 */
final class AdmissionQueue {

    private final long limitBytes;

    /** By claim, in the order of asking. */
    private final Map<Long, Long> waiting = new LinkedHashMap<>();

    private final Map<Long, Long> granted = new LinkedHashMap<>();
    private long grantedBytes;
    private long claims;

    AdmissionQueue(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A new claim, granted at once if it can be. */
    long ask(long bytes) {
        long claim = claims++;
        waiting.put(claim, bytes);
        grantWhatFits();
        return claim;
    }

    boolean isGranted(long claim) {
        return granted.containsKey(claim);
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Of all granted claims together. */
    long grantedBytes() {
        return grantedBytes;
    }

    int grantedCount() {
        return granted.size();
    }

    /** A granted claim needs no more than this from now on. */
    void shrink(long claim, long bytes) {
        long before = granted.get(claim);
        granted.put(claim, Math.min(before, bytes));
        grantedBytes += granted.get(claim) - before;
        grantWhatFits();
    }

    /** Ends a claim, granted or not. */
    void leave(long claim) {
        waiting.remove(claim);
        Long bytes = granted.remove(claim);
        grantedBytes -= bytes == null ? 0 : bytes;
        grantWhatFits();
    }

    private void grantWhatFits() {
        while (!waiting.isEmpty()) {
            Map.Entry<Long, Long> first = waiting.entrySet().iterator().next();
            if (grantedBytes + first.getValue() > limitBytes && !granted.isEmpty()) {
                return;
            }
            waiting.remove(first.getKey());
            granted.put(first.getKey(), first.getValue());
            grantedBytes += first.getValue();
        }
    }
}
