/**
 * Measures whole runs of Daypack beside those of its peers: makes data sets, runs every peer as a process, checks what
 * it wrote, and prints tables. The micro benchmarks stand in the packages of the engine that they measure.
 */
package dev.daypack.benchmarks;
