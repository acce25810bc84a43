package dev.daypack.report;

import java.util.Optional;

/**
 * Why a partition-day was not packed.
 *
 * @param type a short word for the state and for grouping: {@code corrupt_page}, {@code schema_conflict}, {@code store}
 * @param failingKey raw key of the part concerned, unescaped
 * @param error one sentence with column, offset and reason as far as known, unescaped
 */
public record Failure(String type, Optional<String> failingKey, String error) {}
