package dev.daypack.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Views of byte arrays as numbers with the least significant byte first, at any alignment, bounds-checked. */
final class LittleEndian {

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** For bulk moves, which are memory copies; a handful of values is cheaper through {@link #INT}. */
    static IntBuffer ints(byte[] bytes, int from, int count) {
        return ByteBuffer.wrap(bytes, from, 4 * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
    }

    /** For bulk moves, which are memory copies; a handful of values is cheaper through {@link #LONG}. */
    static LongBuffer longs(byte[] bytes, int from, int count) {
        return ByteBuffer.wrap(bytes, from, 8 * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
    }

    /**
     * Copies a short byte string by two loads and stores where there is room for that on both sides, else by the
     * general copy. Bytes of the target past the copied ones may be overwritten up to 16 in all.
     *
     * @param sourceTo no byte of the source at or past it is used
     */
    static void copyShort(byte[] source, int from, int sourceTo, byte[] target, int at, int length) {
        if (length <= 16 && from <= sourceTo - 16 && at <= target.length - 16) {
            long low = (long) LONG.get(source, from);
            long high = (long) LONG.get(source, from + 8);
            LONG.set(target, at, low);
            LONG.set(target, at + 8, high);
        } else {
            System.arraycopy(source, from, target, at, length);
        }
    }
}
