package dev.daypack.cli;

import java.nio.file.Path;

/**
 * Makes the raw data that the demo packs: {@code raw/} and {@code compact/} below one directory. The compact store gets
 * a state whose watermark stands before the first of the days, so that a catch-up takes them all.
 */
public interface DemoLake {

    /** What was made. */
    record Made(int days, int partitions, int parts, long rows, long bytes) {}

    /**
     * Makes the lake anew; an earlier demo in the directory is replaced.
     *
     * @throws UsageException if the directory holds anything else
     */
    Made make(Path directory);

    /** Lets the late part arrive. Returns its key in the raw store. */
    String deliverLatePart(Path directory);
}
