package dev.daypack.codec;

/**
 * The codecs that pages are read with; others are refused by name where column metadata is read. Pages are written with
 * the first and with {@link #ZSTD} only.
 */
public enum Compression {
    UNCOMPRESSED,
    SNAPPY,
    GZIP,
    ZSTD,
    /** LZ4's block format. */
    LZ4_RAW,
    /** The older codec of that name: LZ4 blocks as Hadoop frames them, or bare. */
    LZ4,
    BROTLI;

    /** A new decompressor; the caller closes it. */
    public Decompressor newDecompressor() {
        return switch (this) {
            case UNCOMPRESSED -> new StoredCodec();
            case SNAPPY -> new SnappyCodec();
            case GZIP -> new GzipCodec();
            case ZSTD -> new ZstdCodec(ZstdCodec.DEFAULT_LEVEL);
            case LZ4_RAW -> new Lz4Decompressor();
            case LZ4 -> new HadoopLz4Decompressor();
            case BROTLI -> new BrotliDecompressor();
        };
    }
}
