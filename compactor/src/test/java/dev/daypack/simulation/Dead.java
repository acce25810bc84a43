package dev.daypack.simulation;

/** The process is gone: nothing that it calls answers any more. */
final class Dead extends Error {
    private static final long serialVersionUID = 1L;

    Dead() {
        super("the process is dead", null, false, false);
    }
}
