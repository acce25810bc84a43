package dev.daypack.wrong.doctor;

import dev.daypack.wrong.plan.KnowsStore;

/** Wrong on purpose: doctor judges what was seen, and does not plan. */
public record KnowsPlan(KnowsStore plan) {}
