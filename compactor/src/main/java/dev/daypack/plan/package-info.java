/**
 * Decisions, pure: state and discovery in, for each partition-day an action with its reason out, and how far the
 * watermark moves. No store, no clock, no file.
 */
package dev.daypack.plan;
