package dev.daypack.input;

import dev.daypack.codec.Codec;
import dev.daypack.codec.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The codecs of one worker, made when first needed and reused for every page. Not thread-safe. */
public final class Decompressors implements AutoCloseable {

    private final Codec[] codecs = new Codec[Compression.values().length];
    private final Function<Compression, Codec> factory;
    private final List<Codec> open = new ArrayList<>();

    public Decompressors(Function<Compression, Codec> factory) {
        this.factory = factory;
    }

    Codec of(Compression compression) {
        Codec codec = codecs[compression.ordinal()];
        if (codec == null) {
            codec = factory.apply(compression);
            codecs[compression.ordinal()] = codec;
            open.add(codec);
        }
        return codec;
    }

    @Override
    public void close() {
        open.forEach(Codec::close);
    }
}
