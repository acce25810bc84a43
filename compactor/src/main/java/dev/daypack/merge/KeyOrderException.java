package dev.daypack.merge;

import java.util.HexFormat;

/**
 * A source broke its promise of order: a key below its lower bound, or below the key before it. Merging on would give
 * a wrong order. The caller, who knows which file the ordinal stands for, names it.
 */
public final class KeyOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_HEX_BYTES = 64;

    private final int ordinal;
    private final long row;
    private final long key;
    private final long bound;

    /**
     * @param ordinal the source's place in the list of sources
     * @param row of the key, from 0, in the source's order
     * @param key what the source delivered
     * @param bound the key before it, or for row 0 the lower bound that the source claimed; greater than the key
     */
    public KeyOrderException(int ordinal, long row, long key, long bound) {
        super("source " + ordinal + ", row " + row + ": key " + key + " is below "
                + (row == 0 ? "the source's lower bound " : "the key before it, ") + bound);
        this.ordinal = ordinal;
        this.row = row;
        this.key = key;
        this.bound = bound;
    }

    /**
     * Of keys that are byte strings; {@link #key} and {@link #bound} are then of no use, the message has them in hex.
     *
     * @param key what the source delivered
     * @param bound the key before it, or for row 0 the lower bound that the source claimed; greater than the key
     */
    public KeyOrderException(int ordinal, long row, byte[] key, byte[] bound) {
        super("source " + ordinal + ", row " + row + ": key 0x" + hex(key) + " is below "
                + (row == 0 ? "the source's lower bound 0x" : "the key before it, 0x") + hex(bound));
        this.ordinal = ordinal;
        this.row = row;
        this.key = 0;
        this.bound = 0;
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key, 0, Math.min(key.length, MAX_HEX_BYTES))
                + (key.length > MAX_HEX_BYTES ? "..." : "");
    }

    public int ordinal() {
        return ordinal;
    }

    public long row() {
        return row;
    }

    public long key() {
        return key;
    }

    public long bound() {
        return bound;
    }
}
