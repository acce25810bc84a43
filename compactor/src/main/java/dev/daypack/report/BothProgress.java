package dev.daypack.report;

import java.util.OptionalLong;

/** Tells two listeners, the first one first. */
public record BothProgress(Progress first, Progress second) implements Progress {

    @Override
    public void planned(int partitionDays, OptionalLong bytes) {
        first.planned(partitionDays, bytes);
        second.planned(partitionDays, bytes);
    }

    @Override
    public void partitionStarted(String name, int parts, long bytes) {
        first.partitionStarted(name, parts, bytes);
        second.partitionStarted(name, parts, bytes);
    }

    @Override
    public void advanced(String name, long bytes) {
        first.advanced(name, bytes);
        second.advanced(name, bytes);
    }

    @Override
    public void partitionFinished(PartitionReport report) {
        first.partitionFinished(report);
        second.partitionFinished(report);
    }

    @Override
    public void runFinished(RunReport report) {
        first.runFinished(report);
        second.runFinished(report);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
