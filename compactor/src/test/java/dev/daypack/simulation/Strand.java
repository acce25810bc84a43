package dev.daypack.simulation;

import java.util.concurrent.Semaphore;

/** One thread of control of a process: runs from when it is given the turn until it gives it up. */
final class Strand {

    private final Semaphore turn = new Semaphore(0);

    void giveTurn() {
        turn.release();
    }

    void awaitTurn() {
        turn.acquireUninterruptibly();
    }
}
