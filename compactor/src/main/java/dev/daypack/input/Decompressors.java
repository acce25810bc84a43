package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.codec.Decompressor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The codecs of one worker, made when first needed and reused for every page. Not thread-safe. */
public final class Decompressors implements AutoCloseable {

    private final Decompressor[] codecs = new Decompressor[Compression.values().length];
    private final Function<Compression, Decompressor> factory;
    private final List<Decompressor> open = new ArrayList<>();

    public Decompressors(Function<Compression, Decompressor> factory) {
        this.factory = factory;
    }

    Decompressor of(Compression compression) {
        Decompressor codec = codecs[compression.ordinal()];
        if (codec == null) {
            codec = factory.apply(compression);
            codecs[compression.ordinal()] = codec;
            open.add(codec);
        }
        return codec;
    }

    @Override
    public void close() {
        open.forEach(Decompressor::close);
    }
}
