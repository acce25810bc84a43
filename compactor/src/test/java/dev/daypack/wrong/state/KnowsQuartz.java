package dev.daypack.wrong.state;

import org.quartz.JobKey;

/** Wrong on purpose: Quartz outside schedule. */
record KnowsQuartz(JobKey key) {}
