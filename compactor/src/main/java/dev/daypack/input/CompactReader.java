package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;
import java.util.Arrays;

/**
 * Reads Thrift's compact protocol from a byte array, field by field, taking no memory by a claimed size. Every list is
 * checked to fit in the bytes that are left (each element takes at least one).
 *
 * <p>Source: thrift-compact-protocol.md of Apache Thrift. Not thread-safe.
 */
final class CompactReader {

    static final int STOP = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int MAP = 11;
    static final int STRUCT = 12;
    static final int UUID = 13;

    /** Of all lists of one structure: each becomes an object of a hundred bytes when it is read in earnest. */
    private static final int MAX_ELEMENTS = 1 << 20;

    /** The bytes end inside a value: more must be fetched, or the file is cut off. Carries no stack. */
    static final class OutOfBytes extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfBytes() {
            super("the bytes end inside a Thrift structure", null, false, false);
        }
    }

    private byte[] bytes;
    private int position;
    private int end;
    private int fieldId;
    private int fieldType;
    private int elementsSkipped;

    CompactReader reset(byte[] source, int from, int to) {
        elementsSkipped = 0;
        bytes = source;
        position = from;
        end = to;
        fieldId = 0;
        return this;
    }

    int position() {
        return position;
    }

    /** Starts a nested struct; returns what {@link #leave} needs. */
    int enter() {
        int outer = fieldId;
        fieldId = 0;
        return outer;
    }

    void leave(int outer) {
        fieldId = outer;
    }

    /** Moves to the next field of the present struct; false at its end. */
    boolean nextField() {
        int header = readByte();
        fieldType = header & 0x0f;
        if (fieldType == STOP) {
            return false;
        }
        int delta = (header >>> 4) & 0x0f;
        fieldId = delta != 0 ? fieldId + delta : readI32();
        return true;
    }

    int fieldId() {
        return fieldId;
    }

    int fieldType() {
        return fieldType;
    }

    boolean fieldIs(int type) {
        return fieldType == type;
    }

    int readByte() {
        if (position >= end) {
            throw new OutOfBytes();
        }
        return bytes[position++];
    }

    /** Other readers make other numbers of one that has more than 32 bits; none of them is meant. */
    int readI32() {
        long value = readVarLong();
        if (value >>> Integer.SIZE != 0) {
            throw new MalformedDataException("a Thrift integer of 32 bits has more");
        }
        return (int) (value >>> 1) ^ -(int) (value & 1);
    }

    long readI64() {
        long value = readVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    /** The bytes of a string, which are copied; the whole structure must have been walked before. */
    byte[] readBinary() {
        long length = readVarLong();
        int from = position;
        advance(length);
        return Arrays.copyOfRange(bytes, from, position);
    }

    /**
     * Starts a list.
     *
     * @return how many elements follow, or -1 if they are not of that type
     */
    int enterList(int elementType) {
        int header = readByte();
        long size = (header >>> 4) & 0x0fL;
        if (size == 15) {
            size = readVarLong();
        }
        checkFits(size);
        return (header & 0x0f) == elementType ? (int) size : -1;
    }

    private long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedDataException("a Thrift integer has more than ten bytes");
    }

    /** Passes over the value of the present field. */
    void skipField(int depthLeft) {
        skip(fieldType, depthLeft);
    }

    private void skip(int type, int depthLeft) {
        if (depthLeft == 0) {
            throw new MalformedDataException("Thrift structures are nested too deeply");
        }
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> advance(1);
            case I16, I32 -> readI32();
            case I64 -> readVarLong();
            case DOUBLE -> advance(8);
            case UUID -> advance(16);
            case BINARY -> advance(readVarLong());
            case LIST, SET -> skipList(depthLeft);
            case MAP -> skipMap(depthLeft);
            case STRUCT -> skipStruct(depthLeft);
            default -> throw new MalformedDataException("unknown Thrift type " + type);
        }
    }

    private void skipList(int depthLeft) {
        int header = readByte();
        int elementType = header & 0x0f;
        long size = (header >>> 4) & 0x0fL;
        if (size == 15) {
            size = readVarLong();
        }
        checkFits(size);
        for (long i = 0; i < size; i++) {
            skipElement(elementType, depthLeft);
        }
    }

    private void skipMap(int depthLeft) {
        long size = readVarLong();
        if (size == 0) {
            return;
        }
        int types = readByte();
        checkFits(size);
        for (long i = 0; i < size; i++) {
            skipElement((types >>> 4) & 0x0f, depthLeft);
            skipElement(types & 0x0f, depthLeft);
        }
    }

    /** Inside collections a boolean takes a byte of its own. */
    private void skipElement(int type, int depthLeft) {
        if (++elementsSkipped > MAX_ELEMENTS) {
            throw new MalformedDataException("Thrift lists with more than " + MAX_ELEMENTS + " elements");
        }
        if (type == TRUE || type == FALSE) {
            advance(1);
        } else {
            skip(type, depthLeft - 1);
        }
    }

    private void skipStruct(int depthLeft) {
        int outer = enter();
        while (nextField()) {
            skip(fieldType, depthLeft - 1);
        }
        leave(outer);
    }

    private void checkFits(long size) {
        if (size < 0 || size > end - position) {
            throw new OutOfBytes();
        }
    }

    private void advance(long count) {
        if (count < 0 || count > end - position) {
            throw new OutOfBytes();
        }
        position += (int) count;
    }

    /** Passes over one whole struct that starts here, checking every size in it. */
    void skipWholeStruct(int maxDepth) {
        skipStruct(maxDepth);
    }
}
