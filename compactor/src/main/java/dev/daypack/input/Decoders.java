package dev.daypack.input;

import dev.daypack.encoding.BinaryDecoder;
import dev.daypack.encoding.ByteStreamSplitFixedDecoder;
import dev.daypack.encoding.ByteStreamSplitIntDecoder;
import dev.daypack.encoding.ByteStreamSplitLongDecoder;
import dev.daypack.encoding.DeltaByteArrayDecoder;
import dev.daypack.encoding.DeltaIntDecoder;
import dev.daypack.encoding.DeltaLengthDecoder;
import dev.daypack.encoding.DeltaLongDecoder;
import dev.daypack.encoding.IntDecoder;
import dev.daypack.encoding.LongDecoder;
import dev.daypack.encoding.PlainBinaryDecoder;
import dev.daypack.encoding.PlainBooleanDecoder;
import dev.daypack.encoding.PlainFixedDecoder;
import dev.daypack.encoding.PlainIntDecoder;
import dev.daypack.encoding.PlainLongDecoder;
import dev.daypack.encoding.RleDecoder;
import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/** The value decoders of one column by encoding, made when first met and reused. Not thread-safe. */
final class Decoders {

    private final ColumnSchema column;
    private final int valueBytesLimit;
    private final Map<Encoding, IntDecoder> ints = new EnumMap<>(Encoding.class);
    private final Map<Encoding, LongDecoder> longs = new EnumMap<>(Encoding.class);
    private final Map<Encoding, BinaryDecoder> binaries = new EnumMap<>(Encoding.class);

    Decoders(ColumnSchema column, int valueBytesLimit) {
        this.column = column;
        this.valueBytesLimit = valueBytesLimit;
    }

    IntDecoder ints(Encoding encoding) {
        return ints.computeIfAbsent(encoding, this::newInts);
    }

    LongDecoder longs(Encoding encoding) {
        return longs.computeIfAbsent(encoding, this::newLongs);
    }

    BinaryDecoder binaries(Encoding encoding) {
        return binaries.computeIfAbsent(encoding, this::newBinaries);
    }

    private IntDecoder newInts(Encoding encoding) {
        boolean isBoolean = column.type() == Type.BOOLEAN;
        return switch (encoding) {
            case PLAIN -> isBoolean ? new PlainBooleanDecoder() : new PlainIntDecoder();
            case RLE -> {
                if (!isBoolean) {
                    throw unsupported(encoding);
                }
                yield RleDecoder.booleans();
            }
            case DELTA_BINARY_PACKED -> {
                if (column.type() != Type.INT32) {
                    throw unsupported(encoding);
                }
                yield new DeltaIntDecoder();
            }
            case BYTE_STREAM_SPLIT -> {
                if (isBoolean) {
                    throw unsupported(encoding);
                }
                yield new ByteStreamSplitIntDecoder();
            }
            default -> throw unsupported(encoding);
        };
    }

    private LongDecoder newLongs(Encoding encoding) {
        return switch (encoding) {
            case PLAIN -> new PlainLongDecoder();
            case DELTA_BINARY_PACKED -> {
                if (column.type() != Type.INT64) {
                    throw unsupported(encoding);
                }
                yield new DeltaLongDecoder();
            }
            case BYTE_STREAM_SPLIT -> new ByteStreamSplitLongDecoder();
            default -> throw unsupported(encoding);
        };
    }

    private BinaryDecoder newBinaries(Encoding encoding) {
        int fixed = column.fixedBytes();
        return switch (encoding) {
            case PLAIN -> fixed > 0 ? new PlainFixedDecoder(fixed) : new PlainBinaryDecoder(valueBytesLimit);
            case DELTA_LENGTH_BYTE_ARRAY -> {
                if (fixed > 0) {
                    throw unsupported(encoding);
                }
                yield new DeltaLengthDecoder(valueBytesLimit);
            }
            case DELTA_BYTE_ARRAY ->
                fixed > 0 ? DeltaByteArrayDecoder.ofFixed(fixed) : DeltaByteArrayDecoder.ofLimit(valueBytesLimit);
            case BYTE_STREAM_SPLIT -> {
                if (fixed == 0) {
                    throw unsupported(encoding);
                }
                yield new ByteStreamSplitFixedDecoder(fixed);
            }
            default -> throw unsupported(encoding);
        };
    }

    private UnsupportedFeatureException unsupported(Encoding encoding) {
        return new UnsupportedFeatureException("encoding " + encoding + " of " + column.type() + " values");
    }
}
