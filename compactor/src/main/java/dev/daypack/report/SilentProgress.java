package dev.daypack.report;

import java.util.OptionalLong;

/** Says nothing. */
public final class SilentProgress implements Progress {

    @Override
    public void planned(int partitionDays, OptionalLong bytes) {}

    @Override
    public void partitionStarted(String name, int parts, long bytes) {}

    @Override
    public void advanced(String name, long bytes) {}

    @Override
    public void partitionFinished(PartitionReport report) {}

    @Override
    public void runFinished(RunReport report) {}

    @Override
    public void close() {}
}
