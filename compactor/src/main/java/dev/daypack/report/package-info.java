/**
 * What a run says about itself: the report of each partition-day, the run report with its closed accounting, progress
 * while it lasts, and their forms for people and machines. Knows nothing of how the work is done.
 */
package dev.daypack.report;
