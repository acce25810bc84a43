package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.codec.Decompressor;
import dev.daypack.memory.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The codecs of one worker, made when first needed and reused for every page. Not thread-safe. */
public final class Decompressors implements AutoCloseable {

    private final Decompressor[] codecs = new Decompressor[Compression.values().length];
    private final Function<Compression, Decompressor> factory;
    private final List<Decompressor> open = new ArrayList<>();
    private final Scratch scratch;
    private final BooleanSupplier isCancelled;

    /** Pages that are too large to be held are refused. */
    public Decompressors(Function<Compression, Decompressor> factory) {
        this(factory, null, () -> false);
    }

    /**
     * @param scratch for pages that are too large to be held
     * @param isCancelled asked before each page
     */
    public Decompressors(Function<Compression, Decompressor> factory, Scratch scratch, BooleanSupplier isCancelled) {
        this.factory = factory;
        this.scratch = scratch;
        this.isCancelled = isCancelled;
    }

    /** @throws CancellationException if nobody wants what is read any more */
    void checkWanted() {
        if (isCancelled.getAsBoolean()) {
            throw new CancellationException("the run was asked to stop");
        }
    }

    /** Null if there is none. */
    Scratch scratch() {
        return scratch;
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
