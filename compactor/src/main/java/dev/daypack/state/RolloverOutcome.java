package dev.daypack.state;

import java.util.List;

/** What became of moving finished months out of the state's head. */
public sealed interface RolloverOutcome {

    /** The head is small enough, or holds no finished month. */
    record NothingToDo() implements RolloverOutcome {}

    /**
     * Entries moved, and the head now refers to their months.
     *
     * @param months yyyyMM, oldest first
     * @param entries how many left the head
     */
    record Moved(List<String> months, int entries) implements RolloverOutcome {}

    /** Another writer was at the same months. Nothing is lost; a later run moves what is left. */
    record Conflict() implements RolloverOutcome {}
}
