package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.ByteBuilder;
import dev.daypack.encoding.DeltaBinaryPacked;
import dev.daypack.input.ColumnSchema;
import java.util.Arrays;

/**
 * The uncompressed content of one page: levels where the column has any, then the values that are present. Holds one
 * page at a time. Not thread-safe.
 */
final class PageBody {

    private final ByteBuilder bytes = new ByteBuilder(1 << 20);
    private final ValueEncoders encoders = new ValueEncoders();

    private int[] levels = {};
    private int[] ints = {};
    private long[] longs = {};
    private boolean[] used = {};
    private final BinaryVector binaries = new BinaryVector(16, 1024);

    byte[] array() {
        return bytes.array();
    }

    int size() {
        return bytes.size();
    }

    /** A dictionary page. */
    void startDictionary(ColumnSchema column, OutputDictionary dictionary) {
        bytes.clear();
        int size = dictionary.size();
        switch (column.kind()) {
            case INT -> {
                int[] narrow = new int[size];
                for (int id = 0; id < size; id++) {
                    narrow[id] = (int) dictionary.bits()[id];
                }
                encoders.plainInts(column, narrow, 0, size, bytes);
            }
            case LONG -> encoders.plainLongs(dictionary.bits(), 0, size, bytes);
            case BINARY -> encoders.plainBinaries(column, dictionary.binaries(), 0, size, bytes);
        }
    }

    /**
     * A data page of rows {@code from .. to}.
     *
     * @param bounds takes in the values
     * @return how many rows are null
     */
    int startData(ColumnSchema column, ColumnValues values, EncodingChoice choice, int from, int to, Bounds bounds) {
        bytes.clear();
        int nulls = column.isOptional() ? writeLevels(values, from, to) : 0;
        if (values.isIds()) {
            writeIds(values, choice.dictionary(), from, to, nulls, bounds);
            return nulls;
        }
        writeValues(column, values, choice, from, to, nulls, bounds);
        return nulls;
    }

    private void writeValues(
            ColumnSchema column,
            ColumnValues values,
            EncodingChoice choice,
            int from,
            int to,
            int nulls,
            Bounds bounds) {
        switch (column.kind()) {
            case INT -> writeInts(column, values, choice, from, to, nulls, bounds);
            case LONG -> writeLongs(values, choice, from, to, nulls, bounds);
            case BINARY -> writeBinaries(column, values, choice, from, to, nulls, bounds);
        }
    }

    /** A data page of {@code first, first + 1, first + 2 ...} of a column without levels. */
    void startSequence(long first, int count, boolean compat, Bounds bounds) {
        bytes.clear();
        bounds.add(new long[] {first, first + count - 1}, 0, 2);
        if (!compat) {
            DeltaBinaryPacked.encodeConsecutive(first, count, bytes);
            return;
        }
        long[] values = longs(count);
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
        encoders.plainLongs(values, 0, count, bytes);
    }

    /**
     * A data page of the rows {@code from .. to} of a nested column.
     *
     * @param bounds takes in the values
     * @return how many entries have no value
     */
    int startNested(ColumnSchema column, NestedColumn nested, EncodingChoice choice, int from, int to, Bounds bounds) {
        bytes.clear();
        int firstEntry = nested.firstEntry(from);
        int entries = nested.firstEntry(to) - firstEntry;
        writeLevels(nested.repetitions(), firstEntry, entries, column.maxRepetition());
        writeLevels(nested.definitions(), firstEntry, entries, column.maxDefinition());
        int first = nested.firstValue(from);
        int last = nested.firstValue(to);
        ColumnValues values = nested.values();
        if (values.isIds()) {
            writeIds(values, choice.dictionary(), first, last, 0, bounds);
        } else {
            writeValues(column, values, choice, first, last, 0, bounds);
        }
        return entries - (last - first);
    }

    private void writeLevels(byte[] source, int from, int count, int max) {
        if (max == 0) {
            return;
        }
        if (levels.length < count) {
            levels = new int[count];
        }
        for (int i = 0; i < count; i++) {
            levels[i] = source[from + i];
        }
        encoders.levels(levels, count, max, bytes);
    }

    /** Four bytes of length, then the levels, 1 for a value and 0 for a null. */
    private int writeLevels(ColumnValues values, int from, int to) {
        int rows = to - from;
        if (values.isRun()) {
            int level = values.runId() < 0 ? 0 : 1;
            encoders.equalLevels(level, rows, bytes);
            return level == 0 ? rows : 0;
        }
        if (values.isIds()
                ? !hasNegative(values.ids(), from, to)
                : values.nulls().count() == 0) {
            encoders.equalLevels(1, rows, bytes);
            return 0;
        }
        if (levels.length < rows) {
            levels = new int[rows];
        }
        int nulls = 0;
        for (int i = 0; i < rows; i++) {
            int level = values.isNull(from + i) ? 0 : 1;
            levels[i] = level;
            nulls += 1 - level;
        }
        encoders.levels(levels, rows, 1, bytes);
        return nulls;
    }

    private static boolean hasNegative(int[] ids, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= ids[i];
        }
        return all < 0;
    }

    private void writeIds(
            ColumnValues values, OutputDictionary dictionary, int from, int to, int nulls, Bounds bounds) {
        if (values.isRun()) {
            writeRun(values.runId(), to - from - nulls, dictionary, bounds);
            return;
        }
        int[] ids = values.ids();
        int start = from;
        int end = to;
        if (nulls > 0) {
            ids = ints(to - from);
            start = 0;
            end = 0;
            for (int row = from; row < to; row++) {
                if (values.ids()[row] >= 0) {
                    ids[end++] = values.ids()[row];
                }
            }
        }
        addBounds(ids, start, end, dictionary, bounds);
        encoders.ids(ids, start, end, EncodingChoice.idWidth(dictionary.size()), bytes);
    }

    private void writeRun(int id, int count, OutputDictionary dictionary, Bounds bounds) {
        if (count > 0) {
            addBound(id, dictionary, bounds);
        }
        encoders.equalIds(Math.max(0, id), count, EncodingChoice.idWidth(dictionary.size()), bytes);
    }

    /** Looks at each dictionary entry once and not at each row. */
    private void addBounds(int[] ids, int from, int to, OutputDictionary dictionary, Bounds bounds) {
        int size = dictionary.size();
        if (used.length < size) {
            used = new boolean[size];
        } else {
            Arrays.fill(used, 0, size, false);
        }
        for (int i = from; i < to; i++) {
            used[ids[i]] = true;
        }
        for (int id = 0; id < size; id++) {
            if (used[id]) {
                addBound(id, dictionary, bounds);
            }
        }
    }

    private static void addBound(int id, OutputDictionary dictionary, Bounds bounds) {
        if (dictionary.binaries() == null) {
            bounds.add(dictionary.bits(), id, id + 1);
        } else {
            bounds.add(dictionary.binaries(), id, id + 1);
        }
    }

    private void writeInts(
            ColumnSchema column,
            ColumnValues values,
            EncodingChoice choice,
            int from,
            int to,
            int nulls,
            Bounds bounds) {
        int[] source = values.ints();
        int start = from;
        int end = to;
        if (nulls > 0) {
            source = ints(to - from);
            start = 0;
            end = 0;
            for (int row = from; row < to; row++) {
                if (!values.nulls().isNull(row)) {
                    source[end++] = values.ints()[row];
                }
            }
        }
        long[] wide = longs(end - start);
        for (int i = start; i < end; i++) {
            wide[i - start] = source[i];
        }
        bounds.add(wide, 0, end - start);
        encoders.ints(column, choice.encoding(), source, start, end, bytes);
    }

    private void writeLongs(ColumnValues values, EncodingChoice choice, int from, int to, int nulls, Bounds bounds) {
        long[] source = values.longs();
        int start = from;
        int end = to;
        if (nulls > 0) {
            source = longs(to - from);
            start = 0;
            end = 0;
            for (int row = from; row < to; row++) {
                if (!values.nulls().isNull(row)) {
                    source[end++] = values.longs()[row];
                }
            }
        }
        bounds.add(source, start, end);
        encoders.longs(choice.encoding(), source, start, end, bytes);
    }

    private void writeBinaries(
            ColumnSchema column,
            ColumnValues values,
            EncodingChoice choice,
            int from,
            int to,
            int nulls,
            Bounds bounds) {
        BinaryVector source = values.binaries();
        int start = from;
        int end = to;
        if (nulls > 0) {
            source = binaries;
            source.clear();
            for (int row = from; row < to; row++) {
                if (!values.nulls().isNull(row)) {
                    BinaryVector all = values.binaries();
                    source.append(all.bytes(), all.start(row), all.length(row));
                }
            }
            start = 0;
            end = source.count();
        }
        bounds.add(source, start, end);
        encoders.binaries(column, choice.encoding(), source, start, end, bytes);
    }

    private int[] ints(int count) {
        if (ints.length < count) {
            ints = new int[count];
        }
        return ints;
    }

    private long[] longs(int count) {
        if (longs.length < count) {
            longs = new long[count];
        }
        return longs;
    }
}
