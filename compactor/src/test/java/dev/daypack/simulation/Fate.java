package dev.daypack.simulation;

/** What becomes of one call. */
enum Fate {
    /** Nothing unusual. */
    FINE,
    /** An error before anything happened: no connection, a reset. */
    ERROR,
    /** 503 until the client gave up. */
    THROTTLED,
    /** The token has expired. */
    EXPIRED,
    /** Lost on its way; the client knows nothing. */
    REQUEST_LOST,
    /** It happened, and the client does not know. */
    ANSWER_LOST,
    /** The client gave up, and minutes later it happens. */
    LATE,
    /** 409: another write is under way. */
    BUSY,
    /** The body of an answer ends early. */
    CUT,
    /** A bit of a page is turned on the way. */
    FLIPPED,
    /** The local disk is full. */
    NO_SPACE,
    /** The process dies, and the call never left it. */
    DIES_BEFORE,
    /** It happened, and the process is dead. */
    DIES_AFTER,
    /** The process stands still for longer than a lease lives, before the call. */
    FREEZES_BEFORE,
    /** The same after it. */
    FREEZES_AFTER
}
