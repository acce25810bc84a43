package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.ValueKind;

/**
 * The pages of a nested column: each begins with a row, and ends at {@link OutputSettings#pageRows} entries or before
 * it would have more than {@link OutputSettings#pageBytes} of plain values, if its first row allows that.
 */
record NestedPages(
        ColumnSchema column, NestedColumn nested, EncodingChoice choice, OutputSettings settings, PageBody body)
        implements ChunkPages {

    @Override
    public int rows() {
        return nested.rows();
    }

    @Override
    public int entries(int from, int to) {
        return nested.firstEntry(to) - nested.firstEntry(from);
    }

    @Override
    public int end(int from) {
        long bytes = 0;
        for (int row = from; row < nested.rows(); row++) {
            bytes += bytes(nested.firstValue(row), nested.firstValue(row + 1));
            boolean isFull = entries(from, row + 1) > settings.pageRows() || bytes > settings.pageBytes();
            if (isFull && row > from) {
                return row;
            }
        }
        return nested.rows();
    }

    private long bytes(int from, int to) {
        ColumnValues values = nested.values();
        long bytes = (long) (to - from) * column.plainBytes();
        if (values.kind() != ValueKind.BINARY || column.fixedBytes() > 0) {
            return bytes;
        }
        if (!values.isIds()) {
            return bytes + values.binaries().byteCount(from, to);
        }
        BinaryVector vector = choice.dictionary().binaries();
        for (int i = from; i < to; i++) {
            bytes += vector.length(values.ids()[i]);
        }
        return bytes;
    }

    @Override
    public int write(int from, int to, Bounds bounds) {
        return body.startNested(column, nested, choice, from, to, bounds);
    }
}
