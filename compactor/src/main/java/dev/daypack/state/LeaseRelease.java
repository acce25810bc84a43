package dev.daypack.state;

/** What became of giving a lease back. */
public enum LeaseRelease {
    /** It is gone, or marked as given back; the next attempt can start at once. */
    RELEASED,
    /** It was no longer ours; the present holder's lease was left alone. */
    NOT_OURS,
    /** The store did not answer. The lease may stand until others have seen it unchanged for its time to live. */
    UNANSWERED
}
