package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.ValueKind;

/**
 * The pages of a flat column: each ends at {@link OutputSettings#pageRows} rows or before it would have more than
 * {@link OutputSettings#pageBytes} of plain values.
 *
 * @param longestBytes of a binary value of the dictionary; 0 if there is none
 */
record FlatPages(
        ColumnSchema column,
        ColumnValues values,
        EncodingChoice choice,
        OutputSettings settings,
        PageBody body,
        int longestBytes)
        implements ChunkPages {

    static FlatPages of(
            ColumnSchema column, ColumnValues values, EncodingChoice choice, OutputSettings settings, PageBody body) {
        boolean hasLengths = values.kind() == ValueKind.BINARY && choice.dictionary() != null;
        int longestBytes = hasLengths ? choice.dictionary().longestBytes() : 0;
        return new FlatPages(column, values, choice, settings, body, longestBytes);
    }

    @Override
    public int rows() {
        return values.rows();
    }

    @Override
    public int entries(int from, int to) {
        return to - from;
    }

    @Override
    public int end(int from) {
        int last = (int) Math.min(values.rows(), (long) from + settings.pageRows());
        if (values.kind() != ValueKind.BINARY) {
            return (int) Math.min(last, from + Math.max(1L, settings.pageBytes() / column.plainBytes()));
        }
        OutputDictionary dictionary = choice.dictionary();
        if (dictionary != null && (last - from) * (4L + longestBytes) <= settings.pageBytes()) {
            return last;
        }
        BinaryVector vector = dictionary == null ? values.binaries() : dictionary.binaries();
        long bytes = 0;
        for (int row = from; row < last; row++) {
            int index = dictionary == null ? row : values.ids()[row];
            bytes += 4 + (index < 0 ? 0 : vector.length(index));
            if (bytes > settings.pageBytes() && row > from) {
                return row;
            }
        }
        return last;
    }

    @Override
    public int write(int from, int to, Bounds bounds) {
        return body.startData(column, values, choice, from, to, bounds);
    }
}
