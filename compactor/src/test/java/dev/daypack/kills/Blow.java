package dev.daypack.kills;

/** What strikes a run. */
enum Blow {
    /** SIGKILL. */
    KILL,
    /** SIGTERM: the run ends by itself, with exit code 4. */
    TERM,
    /** SIGSTOP for longer than a lease lives, then SIGCONT: the run goes on, and others have taken its days. */
    PAUSE,
    /** SIGKILL to the server, which starts again a little later on what it has stored; the run sees it through. */
    SERVER
}
