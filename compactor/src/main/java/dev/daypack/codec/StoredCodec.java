package dev.daypack.codec;

import dev.daypack.encoding.MalformedDataException;

/** UNCOMPRESSED: copies. */
final class StoredCodec implements Codec {

    @Override
    public int decompress(byte[] source, int from, int length, byte[] target, int at, int expected) {
        if (length != expected) {
            throw new MalformedDataException("uncompressed page of " + length + " bytes, " + expected + " expected");
        }
        System.arraycopy(source, from, target, at, length);
        return length;
    }

    @Override
    public int maxCompressedLength(int length) {
        return length;
    }

    @Override
    public int compress(byte[] source, int from, int length, byte[] target, int at) {
        System.arraycopy(source, from, target, at, length);
        return length;
    }

    @Override
    public void close() {
        // nothing held
    }
}
