package dev.daypack.wrong.encoding;

import dev.daypack.wrong.codec.KnowsStore;

/** Wrong on purpose: up from encoding; with codec's use of encoding, a cycle. */
public record KnowsCodec(KnowsStore codec) {}
