package dev.daypack.wrong.codec;

import dev.daypack.wrong.encoding.KnowsCodec;
import dev.daypack.wrong.store.AbstractThing;

/** Wrong on purpose: codec may know encoding, but not store. */
public record KnowsStore(AbstractThing store, KnowsCodec encoding) {}
