package dev.daypack.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBlockTest {

    @Test
    void keysArePutTogetherFromPieces() {
        KeyBlock block = new KeyBlock(1, 0);
        block.put(7);
        block.putLong(0x0102030405060708L);
        block.put(new byte[] {9, 10, 11}, 1, 2);
        block.endKey();
        block.endKey();
        block.put(0x80);
        block.invert(block.byteCount() - 1);
        block.endKey();
        assertEquals(3, block.count());
        assertArrayEquals(new byte[] {7, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11}, block.copy(0));
        assertArrayEquals(new byte[0], block.copy(1));
        assertArrayEquals(new byte[] {0x7f}, block.copy(2));
        assertEquals(12, block.byteCount());
        block.clear();
        block.put(1);
        block.endKey();
        assertArrayEquals(new byte[] {1}, block.copy(0));
        assertEquals(1, block.count());
    }

    /** Around the eight bytes that are compared at once. */
    @Test
    void allPairsCompareByteByByteUnsigned() {
        List<byte[]> keys = new ArrayList<>();
        for (int length = 0; length <= 10; length++) {
            for (int place = -1; place < length; place++) {
                for (byte value : new byte[] {1, 127, -128, -1}) {
                    byte[] key = new byte[length];
                    if (place >= 0) {
                        key[place] = value;
                    }
                    keys.add(key);
                }
            }
        }
        KeyBlock block = new KeyBlock(1, 1);
        keys.forEach(key -> {
            block.put(key, 0, key.length);
            block.endKey();
        });
        for (int one = 0; one < keys.size(); one++) {
            for (int other = 0; other < keys.size(); other++) {
                int expected = Integer.signum(Arrays.compareUnsigned(keys.get(one), keys.get(other)));
                assertEquals(expected, Integer.signum(block.compare(one, block, other)));
                assertEquals(expected, Integer.signum(block.compare(one, keys.get(other))));
            }
        }
    }

    @Test
    void reorderedKeysKeepTheirBytes() {
        KeyBlock block = new KeyBlock(1, 1);
        for (int i = 0; i < 5; i++) {
            block.put(i);
            block.endKey();
        }
        block.reorder(new int[] {4, 3, 2, 1, 0});
        KeyBlock copy = new KeyBlock(1, 1);
        copy.addAll(block);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(new byte[] {(byte) (4 - i)}, block.copy(i));
            assertArrayEquals(block.copy(i), copy.copy(i));
        }
    }
}
