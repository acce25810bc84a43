package dev.daypack.kills;

import java.time.Duration;

/**
 * When a run is struck, and how.
 *
 * @param phase {@link Phase#MERGE} is some time after a read
 * @param nth time that something of this phase is seen, counted from 1
 * @param delay from then on
 */
record Moment(Phase phase, int nth, Duration delay, Blow blow) {

    /** What must be seen for this moment to come. */
    Phase awaited() {
        return phase == Phase.MERGE ? Phase.READ : phase;
    }
}
