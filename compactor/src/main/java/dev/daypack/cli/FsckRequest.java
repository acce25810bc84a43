package dev.daypack.cli;

import java.time.Duration;

/**
 * What {@code daypack fsck} is to do.
 *
 * @param isRepair cures what can be cured
 * @param olderThan unfinished writes that are younger may be alive
 */
public record FsckRequest(boolean isRepair, Duration olderThan) {}
