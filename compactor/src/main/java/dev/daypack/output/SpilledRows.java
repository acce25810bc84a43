package dev.daypack.output;

import dev.daypack.input.RowReader;

/** Rows of a source that were decoded ahead and lie in scratch space, where any of them can be found. */
interface SpilledRows extends RowReader {

    /**
     * Goes to a row, which may lie before the present one.
     *
     * @param until rows before this one will be asked for soon
     */
    void seek(long row, long until);

    /**
     * Goes to ranges of rows, ascending, which are then given out as if they stood one after the other: many small ones
     * cost no more than their segments. False if the ranges are to be sought one by one.
     */
    boolean gather(long[] rangeStarts, int[] rangeRows);

    /**
     * Every row was taken.
     *
     * @throws ConservationException if what was taken is not what was read of the part
     */
    void checkTaken();
}
