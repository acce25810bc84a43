package dev.daypack.roundtrip;

import dev.daypack.testing.PartWriter;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * How parquet-java writes a part.
 *
 * @param pageRows so many rows at most in a page
 * @param rowGroupRows so many rows at most in a row group
 * @param splitRowsValues a page v1 ends within a row that goes on after so many values
 * @param crc whether pages carry checksums
 */
record Form(
        CompressionCodecName codec,
        Encoded encoded,
        boolean isPageV2,
        int pageRows,
        int rowGroupRows,
        int splitRowsValues,
        boolean crc) {

    /** What is preferred for the values, where the type has it. */
    enum Encoded {
        PLAIN,
        DICTIONARY,
        /** Dictionaries that soon are too large, then PLAIN. */
        FALLBACK,
        /** DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, RLE for booleans. */
        DELTA,
        /** DELTA_LENGTH_BYTE_ARRAY. */
        DELTA_LENGTH,
        /** Dictionaries that soon are too large, then what {@link #DELTA} has. */
        FALLBACK_TO_DELTA,
        /** BYTE_STREAM_SPLIT. */
        SPLIT
    }

    static final List<CompressionCodecName> CODECS = List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW);

    /** Every codec with every encoding in every version of pages. */
    static final int COMBINATIONS = CODECS.size() * Encoded.values().length * 2;

    /** Has no divisor in common with the number of combinations. */
    private static final int STRIDE = 37;

    private static final int FALLBACK_BYTES = 64;
    private static final int PAGE_BYTES = 1 << 20;

    /**
     * The combination of a number, far from that of the next number; sizes are left to chance.
     *
     * @param number any; two that differ by {@link #COMBINATIONS} give the same
     */
    static Form of(long number, SplittableRandom random) {
        int combination = Math.toIntExact(Math.floorMod(number * STRIDE, (long) COMBINATIONS));
        int codec = combination % CODECS.size();
        int rest = combination / CODECS.size();
        return new Form(
                CODECS.get(codec),
                Encoded.values()[rest / 2],
                rest % 2 == 1,
                random.nextBoolean() ? 1 + random.nextInt(9) : Integer.MAX_VALUE,
                random.nextBoolean() ? 1 + random.nextInt(60) : Integer.MAX_VALUE,
                rest % 2 == 0 && random.nextBoolean() ? 1 + random.nextInt(30) : Integer.MAX_VALUE,
                random.nextBoolean());
    }

    /** Whether all bits of a NaN survive: parquet-java's dictionaries hold every NaN for the same. */
    boolean isExact() {
        return encoded != Encoded.DICTIONARY && encoded != Encoded.FALLBACK && encoded != Encoded.FALLBACK_TO_DELTA;
    }

    PartWriter writer(MessageType schema) {
        PartWriter writer = PartWriter.of(schema)
                .codec(codec)
                .checksums(crc)
                .pages(PAGE_BYTES, pageRows)
                .rowGroups(Long.MAX_VALUE, rowGroupRows)
                .splitRows(splitRowsValues);
        return switch (encoded) {
            case PLAIN -> plain(writer).dictionary(false);
            case DICTIONARY -> plain(writer).dictionary(true);
            case FALLBACK -> plain(writer).dictionary(true).dictionaryBytes(FALLBACK_BYTES);
            case DELTA -> deltas(writer).dictionary(false);
            case DELTA_LENGTH -> plain(writer).dictionary(false).deltaLengths();
            case FALLBACK_TO_DELTA -> deltas(writer).dictionary(true).dictionaryBytes(FALLBACK_BYTES);
            case SPLIT -> plain(writer).dictionary(false).byteStreamSplit();
        };
    }

    private PartWriter plain(PartWriter writer) {
        return isPageV2 ? writer.pagesV2() : writer.pagesV1();
    }

    private PartWriter deltas(PartWriter writer) {
        return isPageV2 ? writer.pagesV2WithDeltas() : writer.pagesV1WithDeltas();
    }
}
