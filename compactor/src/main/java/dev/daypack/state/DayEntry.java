package dev.daypack.state;

import java.time.Instant;

/**
 * What the state says of one day as a whole.
 *
 * @param status what became of the day
 * @param updatedAt when the entry was written, UTC
 */
public record DayEntry(Status status, Instant updatedAt) {}
