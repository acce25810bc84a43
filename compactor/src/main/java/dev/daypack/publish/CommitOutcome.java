package dev.daypack.publish;

/** What became of the one write that publishes a partition-day. */
public sealed interface CommitOutcome {

    /** Published: by us, or by another host with the very same bytes. */
    record Committed(Publication published) implements CommitOutcome {}

    /** Somebody else published something else meanwhile; theirs stands. */
    record Conflict(String detail) implements CommitOutcome {}

    /** No answer came, or another write was in the way, and what stood there before still does: send again. */
    record NotYet(String detail) implements CommitOutcome {}
}
