package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;

/**
 * Writes page headers in Thrift's compact protocol, as the format's own classes write them; there are thousands in a
 * file. Source: PageHeader in parquet.thrift; "Thrift Compact protocol encoding" in Thrift's documentation.
 */
final class PageHeaders {

    /** A field whose number is one more than that of the field before it. */
    private static final int NEXT = 1 << 4;

    /** One that leaves two numbers out. */
    private static final int THIRD_NEXT = 3 << 4;

    private static final int I32 = 5;
    private static final int STRUCT = 12;
    private static final int STOP = 0;

    private PageHeaders() {}

    /** Of a version 1 page, whose levels are in RLE. */
    static void data(int bodyBytes, int packedBytes, int crc, int values, Encoding encoding, ByteBuilder into) {
        start(PageType.DATA_PAGE, bodyBytes, packedBytes, crc, into);
        into.putByte(NEXT | STRUCT);
        integer(values, into);
        integer(encoding.getValue(), into);
        integer(Encoding.RLE.getValue(), into);
        integer(Encoding.RLE.getValue(), into);
        into.putByte(STOP);
        into.putByte(STOP);
    }

    /** Of a dictionary in PLAIN. */
    static void dictionary(int bodyBytes, int packedBytes, int crc, int values, ByteBuilder into) {
        start(PageType.DICTIONARY_PAGE, bodyBytes, packedBytes, crc, into);
        into.putByte(THIRD_NEXT | STRUCT);
        integer(values, into);
        integer(Encoding.PLAIN.getValue(), into);
        into.putByte(STOP);
        into.putByte(STOP);
    }

    private static void start(PageType type, int bodyBytes, int packedBytes, int crc, ByteBuilder into) {
        integer(type.getValue(), into);
        integer(bodyBytes, into);
        integer(packedBytes, into);
        integer(crc, into);
    }

    private static void integer(int value, ByteBuilder into) {
        into.putByte(NEXT | I32);
        into.putZigZag(value);
    }
}
