package dev.daypack.plan;

/** What a run does with a partition-day. */
public enum Action {
    /** Pack it: it never was, or the last attempt did not come to an end. */
    PACK,
    /** Pack it although the state calls it finished: {@code --overwrite} or {@code --retry-quarantine}. */
    REPACK,
    /**
     * List the parts and compare their manifest digest with the state entry's: equal means nothing to do, different
     * (or, for an entry without parts, any part at all) means pack. Costs one list call if nothing has changed, so it
     * counts in no limit.
     */
    RECHECK,
    /** Nothing. */
    SKIP;

    /** Whether {@code --max-days} and {@code --max-partitions-per-day} count it. */
    public boolean isLimited() {
        return this == PACK || this == REPACK;
    }
}
