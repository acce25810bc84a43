package dev.daypack.input;

/** The values of one sort column by row, wherever they stand. */
public interface KeyCells {

    boolean isNull(int row);

    /** Of a fixed-width column: the value's bits, of narrow types sign-extended. Not asked for a null. */
    long bits(int row);

    /** Of a binary column: where the value's bytes stand. Not asked for a null. */
    byte[] bytes(int row);

    int start(int row);

    int length(int row);
}
