package dev.daypack.wrong.plan;

import dev.daypack.wrong.store.AbstractThing;
import java.io.InputStream;

/** Wrong on purpose: a plan that reads. */
public record KnowsStore(AbstractThing store, InputStream input) {}
