package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;
import org.apache.parquet.format.Encoding;

/**
 * The header of one page, read field by field from Thrift's compact protocol (parquet.thrift, {@code PageHeader}).
 * One object is reused from page to page. Not thread-safe.
 */
final class PageHeader {

    static final int DATA = 0;
    static final int INDEX = 1;
    static final int DICTIONARY = 2;
    static final int DATA_V2 = 3;

    private static final int MAX_DEPTH = 16;

    /** Numbers of the fields that parquet.thrift requires, as bits, by the type of the page. */
    private static final int[] REQUIRED = {0b1_1110, 0, 0b110, 0b111_1110};

    private final CompactReader reader = new CompactReader();

    int type;
    int uncompressedBytes;
    int compressedBytes;
    boolean hasCrc;
    int crc;
    int valueCount;
    int encoding;
    int definitionEncoding;
    int repetitionEncoding;
    int nullCount;

    /** Whether a v2 page says something of its values; writers that were told not to do not count its nulls either. */
    boolean hasStatistics;

    int rowCount;
    int definitionBytes;
    int repetitionBytes;
    boolean bodyCompressed;

    private boolean hasBody;

    /** A bit for each field of the page's own header that was there. */
    private int seen;

    /**
     * Reads a header that starts at {@code from}.
     *
     * @return the number of bytes it takes
     * @throws CompactReader.OutOfBytes if it does not end before {@code to}
     */
    int read(byte[] bytes, int from, int to) {
        reader.reset(bytes, from, to);
        type = -1;
        uncompressedBytes = -1;
        compressedBytes = -1;
        hasCrc = false;
        hasBody = false;
        bodyCompressed = true;
        rowCount = 0;
        definitionEncoding = 0;
        repetitionEncoding = 0;
        definitionBytes = 0;
        repetitionBytes = 0;
        while (reader.nextField()) {
            readField();
        }
        if (type < 0 || uncompressedBytes < 0 || compressedBytes < 0) {
            throw new MalformedDataException("page header without a type or sizes");
        }
        if (!hasBody && type != INDEX) {
            throw new MalformedDataException("page header of type " + type + " without its details");
        }
        return reader.position() - from;
    }

    private void readField() {
        switch (reader.fieldId()) {
            case 1 -> type = readInt();
            case 2 -> uncompressedBytes = readInt();
            case 3 -> compressedBytes = readInt();
            case 4 -> {
                crc = readInt();
                hasCrc = true;
            }
            case 5 -> readStruct(DATA);
            case 7 -> readStruct(DICTIONARY);
            case 8 -> readStruct(DATA_V2);
            default -> reader.skipField(MAX_DEPTH);
        }
    }

    private void readStruct(int kind) {
        if (!reader.fieldIs(CompactReader.STRUCT) || kind != type) {
            reader.skipField(MAX_DEPTH);
            return;
        }
        hasBody = true;
        valueCount = -1;
        encoding = -1;
        nullCount = -1;
        seen = 0;
        hasStatistics = false;
        int outer = reader.enter();
        while (reader.nextField()) {
            seen |= reader.fieldId() > 0 && reader.fieldId() < Integer.SIZE ? 1 << reader.fieldId() : 0;
            switch (kind) {
                case DATA -> readDataField();
                case DICTIONARY -> readDictionaryField();
                default -> readDataV2Field();
            }
        }
        reader.leave(outer);
        if (valueCount < 0 || encoding < 0) {
            throw new MalformedDataException("page header without a value count or an encoding");
        }
        if (Encoding.findByValue(definitionEncoding) == null || Encoding.findByValue(repetitionEncoding) == null) {
            throw new MalformedDataException("page header with levels in an encoding that there is not");
        }
        int required = REQUIRED[kind];
        if ((seen & required) != required) {
            throw new MalformedDataException("page header of type " + kind + " without fields that every writer gives");
        }
    }

    private void readDataField() {
        switch (reader.fieldId()) {
            case 1 -> valueCount = readInt();
            case 2 -> encoding = readInt();
            case 3 -> definitionEncoding = readInt();
            case 4 -> repetitionEncoding = readInt();
            default -> reader.skipField(MAX_DEPTH);
        }
    }

    private void readDictionaryField() {
        switch (reader.fieldId()) {
            case 1 -> valueCount = readInt();
            case 2 -> encoding = readInt();
            default -> reader.skipField(MAX_DEPTH);
        }
    }

    private void readDataV2Field() {
        switch (reader.fieldId()) {
            case 1 -> valueCount = readInt();
            case 2 -> nullCount = readInt();
            case 3 -> rowCount = readInt();
            case 4 -> encoding = readInt();
            case 5 -> definitionBytes = readInt();
            case 6 -> repetitionBytes = readInt();
            case 7 -> bodyCompressed = reader.fieldIs(CompactReader.TRUE);
            case 8 -> {
                hasStatistics = true;
                reader.skipField(MAX_DEPTH);
            }
            default -> reader.skipField(MAX_DEPTH);
        }
    }

    private int readInt() {
        if (!reader.fieldIs(CompactReader.I32)) {
            throw new MalformedDataException("page header field " + reader.fieldId() + " is not an integer");
        }
        return reader.readI32();
    }
}
