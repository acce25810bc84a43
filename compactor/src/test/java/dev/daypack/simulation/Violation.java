package dev.daypack.simulation;

/**
 * An invariant that does not hold.
 *
 * @param invariant its short name
 * @param detail what was seen
 */
record Violation(String invariant, String detail) {}
