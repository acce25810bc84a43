/**
 * Whole runs of the real planner, compactor, state and publishing code, by one to four hosts that share a store in
 * memory, in virtual time, with a seeded scheduler, faults and crashes; and the invariants that must hold after every
 * effect. The same seed gives the very same trace.
 */
package dev.daypack.simulation;
