package dev.daypack.codec;

/** The codecs that pages are read and written with; others are refused by name where column metadata is read. */
public enum Compression {
    UNCOMPRESSED,
    SNAPPY,
    GZIP,
    ZSTD;

    /** A new codec, at its default level where it has levels; the caller closes it. */
    public Codec newCodec() {
        return switch (this) {
            case UNCOMPRESSED -> new StoredCodec();
            case SNAPPY -> new SnappyCodec();
            case GZIP -> new GzipCodec();
            case ZSTD -> new ZstdCodec(ZstdCodec.DEFAULT_LEVEL);
        };
    }
}
