package dev.daypack.input;

import java.util.OptionalLong;

/**
 * Follows the sort column from the first row of the file to the last. Nulls are counted and passed over. Keys are
 * signed 64-bit numbers in the order of the column, see {@link KeyColumn}. Not thread-safe.
 */
final class InspectionOrder {

    private final KeyColumn key;

    private long rows;
    private long nulls;
    private long ties;
    private long stepsBack;
    private long stepsBetweenGroups;
    private long firstStepRow = -1;
    private long largestStep;
    private long first;
    private long last;
    private long minimum = Long.MAX_VALUE;
    private long maximum = Long.MIN_VALUE;

    private long groupMinimum;
    private long groupMinimumRow;
    private long groupRows;
    private boolean groupHasKeys;
    private boolean complete = true;

    InspectionOrder(KeyColumn key) {
        this.key = key;
    }

    /** A row group begins. */
    void startGroup() {
        groupMinimum = Long.MAX_VALUE;
        groupMinimumRow = -1;
        groupRows = 0;
        groupHasKeys = false;
    }

    /** A row group ends, or cannot be read on. */
    void endGroup(long expectedRows) {
        complete &= groupRows == expectedRows;
    }

    /** Rows of a row group could not be read at all. */
    void missGroup() {
        complete = false;
    }

    /** Takes the keys of the next rows; those of null rows are not looked at. */
    void add(long[] keys, int count, NullMask nullRows) {
        for (int i = 0; i < count; i++) {
            if (nullRows.count() > 0 && nullRows.isNull(i)) {
                nulls++;
            } else {
                add(keys[i]);
            }
            rows++;
            groupRows++;
        }
    }

    private void add(long value) {
        if (rows == nulls) {
            first = value;
        } else if (value < last) {
            addStep(last - value);
        } else if (value == last) {
            ties++;
        }
        if (value < groupMinimum || !groupHasKeys) {
            groupMinimum = value;
            groupMinimumRow = groupRows;
        }
        groupHasKeys = true;
        last = value;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    private void addStep(long size) {
        stepsBack++;
        stepsBetweenGroups += groupHasKeys ? 0 : 1;
        firstStepRow = firstStepRow < 0 ? rows : firstStepRow;
        if (Long.compareUnsigned(size, largestStep) > 0) {
            largestStep = size;
        }
    }

    KeyColumn key() {
        return key;
    }

    /** Whether all rows were read; if not, what is said of the order holds for those before the error. */
    boolean isComplete() {
        return complete;
    }

    boolean isSorted() {
        return stepsBack == 0;
    }

    long rows() {
        return rows;
    }

    long nulls() {
        return nulls;
    }

    /** Rows with the same key as the row before. */
    long ties() {
        return ties;
    }

    /** Rows whose key is smaller than that of the row before. */
    long stepsBack() {
        return stepsBack;
    }

    /** Those of {@link #stepsBack} on the first row of a row group, which packing takes for itself. */
    long stepsBetweenGroups() {
        return stepsBetweenGroups;
    }

    /** Row in the file of the first step back, or -1. */
    long firstStepRow() {
        return firstStepRow;
    }

    /** The largest step back, in units of the column; unsigned. */
    long largestStep() {
        return largestStep;
    }

    boolean hasKeys() {
        return rows > nulls;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long minimum() {
        return minimum;
    }

    long maximum() {
        return maximum;
    }

    /** The smallest key of the present row group, if it has any. */
    OptionalLong groupMinimum() {
        return groupHasKeys ? OptionalLong.of(groupMinimum) : OptionalLong.empty();
    }

    /** The first row of the present row group that has the smallest key, or -1. */
    long groupMinimumRow() {
        return groupMinimumRow;
    }
}
