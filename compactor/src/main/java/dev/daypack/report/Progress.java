package dev.daypack.report;

import java.util.OptionalLong;

/**
 * Hears how a run goes on. Methods are called from any thread, also at once; they return quickly, never throw, and
 * are not on the path of single rows (tell it of pages or row groups).
 */
public interface Progress extends AutoCloseable {

    /**
     * The plan is made.
     *
     * @param partitionDays how many will be worked on
     * @param bytes size of all their parts, if the plan knows it
     */
    void planned(int partitionDays, OptionalLong bytes);

    /**
     * Work on a partition-day begins. It may begin more than once, if the attempt has to start over.
     *
     * @param name the key in the state ({@code PartitionDay.stateKey()}); of a plain merge, the output
     */
    void partitionStarted(String name, int parts, long bytes);

    /**
     * More of it is done.
     *
     * @param bytes of its parts that were read since the last call
     */
    void advanced(String name, long bytes);

    /** A planned partition-day ended; also called for those that never started. */
    void partitionFinished(PartitionReport report);

    /** The run ended. */
    void runFinished(RunReport report);

    /** Gives the terminal back. May be called more than once, and without {@link #runFinished} before. */
    @Override
    void close();
}
