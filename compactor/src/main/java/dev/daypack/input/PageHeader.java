package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;

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
    int rowCount;
    int definitionBytes;
    int repetitionBytes;
    boolean bodyCompressed;

    private boolean hasBody;

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
        int outer = reader.enter();
        while (reader.nextField()) {
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
