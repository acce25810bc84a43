package dev.daypack.output;

import java.util.Map;

/**
 * What was proven of an output before anything is published.
 *
 * @param rows in the output, and in the inputs
 * @param rowGroups of the output
 * @param digests conservation digest of each input column, in the order of the columns
 * @param minimum physical value of the smallest key; 0 if there are no rows
 * @param maximum physical value of the largest key; 0 if there are no rows
 */
public record TableProof(long rows, int rowGroups, Map<String, Long> digests, long minimum, long maximum) {}
