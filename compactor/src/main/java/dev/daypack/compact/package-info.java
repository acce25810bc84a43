/**
 * The work itself: {@link dev.daypack.compact.CompactionRun} goes over all partition-days of a plan, {@link
 * dev.daypack.compact.PartitionCompactor} tells the story of one. Order of steps and what each outcome means belong
 * here; how a step is done belongs to the package below that does it.
 */
package dev.daypack.compact;
