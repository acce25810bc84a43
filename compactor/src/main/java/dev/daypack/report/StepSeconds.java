package dev.daypack.report;

/**
 * Wall time of one partition-day.
 *
 * @param total from its start to its end; steps overlap, so it is not the sum
 */
public record StepSeconds(double list, double read, double merge, double write, double total) {

    public static final StepSeconds NONE = new StepSeconds(0, 0, 0, 0, 0);
}
