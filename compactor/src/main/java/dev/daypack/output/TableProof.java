package dev.daypack.output;

import java.util.Map;
import java.util.Optional;

/**
 * What was proven of an output before anything is published.
 *
 * @param rows in the output, and in the inputs
 * @param rowGroups of the output
 * @param digests conservation digest of each input column, in the order of the columns
 * @param minimum smallest value of the first sort column, as people read it; empty if there is none
 * @param maximum largest value of the first sort column, likewise
 */
public record TableProof(
        long rows, int rowGroups, Map<String, Long> digests, Optional<String> minimum, Optional<String> maximum) {}
