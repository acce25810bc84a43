package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.KeyCells;
import dev.daypack.input.ValueKind;

/**
 * A sort column that was assembled, row by row.
 *
 * @param values not in order yet
 * @param interner what ids stand for, if they are ids
 */
record ValueCells(ColumnValues values, Interner interner) implements KeyCells {

    @Override
    public boolean isNull(int row) {
        return values.isNull(row);
    }

    @Override
    public long bits(int row) {
        if (values.isIds()) {
            return interner.bits(values.ids()[row]);
        }
        return values.kind() == ValueKind.LONG ? values.longs()[row] : values.ints()[row];
    }

    @Override
    public byte[] bytes(int row) {
        return binaries().bytes();
    }

    @Override
    public int start(int row) {
        return binaries().start(index(row));
    }

    @Override
    public int length(int row) {
        return binaries().length(index(row));
    }

    private BinaryVector binaries() {
        return values.isIds() ? interner.binaries() : values.binaries();
    }

    private int index(int row) {
        return values.isIds() ? values.ids()[row] : row;
    }
}
