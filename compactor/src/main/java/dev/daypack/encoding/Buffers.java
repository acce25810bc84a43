package dev.daypack.encoding;

/** Where growing arrays come from, and go back to. Their contents are any. */
public interface Buffers {

    /** Fresh ones, left to the garbage collector. */
    Buffers HEAP = new Buffers() {
        @Override
        public byte[] bytes(int capacity) {
            return new byte[capacity];
        }

        @Override
        public int[] ints(int capacity) {
            return new int[capacity];
        }

        @Override
        public void giveBack(byte[] array) {
            // Nobody waits for it.
        }

        @Override
        public void giveBack(int[] array) {
            // As above.
        }
    };

    /** At least so many. */
    byte[] bytes(int capacity);

    /** At least so many. */
    int[] ints(int capacity);

    void giveBack(byte[] array);

    void giveBack(int[] array);
}
