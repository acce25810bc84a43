package dev.daypack.simulation;

/** What is asked of a store. */
enum Op {
    LIST_PREFIXES,
    LIST,
    HEAD,
    GET,
    READ,
    PUT,
    WRITE,
    COMMIT,
    ABORT,
    DELETE,
    SWEEP;

    boolean isRead() {
        return compareTo(READ) <= 0;
    }

    /** Whether it is one write under a condition, or may be. */
    boolean isWrite() {
        return this == PUT || this == COMMIT;
    }
}
