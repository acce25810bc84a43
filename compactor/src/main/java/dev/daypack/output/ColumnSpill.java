package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnBlocks;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.MemoryLedger;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Spills rows of one flat column, segment by segment of at most {@value ColumnReader#BLOCK_ROWS} rows. Rows of
 * dictionary pages are spilled as ids of the column's {@link SpillDictionary}, as long as that bears it, others as
 * values. A digest by the rows' numbers is taken of what the pages say, with the source's own dictionary; whoever reads
 * the rows back takes it again. Not thread-safe.
 */
final class ColumnSpill implements Spill<ColumnBlocks> {

    private static final int SEGMENT_ROWS = ColumnReader.BLOCK_ROWS;

    /** A segment of binary values ends when it is about so large. */
    private static final int SEGMENT_BYTES = 1 << 20;

    /** Dictionaries of wider values are not written out, row by row. */
    private static final int WIDE_VALUE_BYTES = 1024;

    private final ValueKind kind;
    private final String column;
    private final SpillFiles files;
    private final SpillDictionary dictionary;
    private final SpillBuffers buffers;
    private final MemoryLedger ledger;
    private final BooleanSupplier isCancelled;

    private NullMask nulls;
    private int count;
    private boolean isIds;
    private int mostRows = SEGMENT_ROWS;
    private long digest;
    private long nullsRead;

    /** @param dictionaryBytes that shared values may take in memory */
    ColumnSpill(ColumnSchema column, Workbench bench, long dictionaryBytes) {
        this.kind = column.kind();
        this.column = column.name();
        this.ledger = bench.pool().ledger();
        this.isCancelled = bench::isCancelled;
        this.files = new SpillFiles(bench.scratch(), column.name());
        this.dictionary = new SpillDictionary(kind == ValueKind.BINARY, dictionaryBytes, bench.pool());
        this.buffers = new SpillBuffers(bench.pool());
    }

    @Override
    public boolean isOfUse(ColumnBlocks reader) {
        if (kind != ValueKind.BINARY || reader.heldBytes() == 0 || !reader.isInDictionary()) {
            return reader.heldBytes() > 0;
        }
        ValueDictionary source = reader.dictionary();
        if (source.size() == 0) {
            return true;
        }
        boolean isWide = source.binaries().byteCount() / Math.max(1, source.size()) > WIDE_VALUE_BYTES;
        return !isWide || dictionary.accepts(source, reader.rows());
    }

    @Override
    public ColumnBlocks spill(ColumnBlocks reader, long rows, Decompressors decompressors) {
        long rowsLeft = rows - reader.position();
        SpillFiles.Tenancy tenancy = files.enter(rowsLeft * (kind == ValueKind.INT ? 4 : 8));
        buffers.owner = null;
        digest = 0;
        nullsRead = 0;
        SpillIndex index = new SpillIndex();
        mostRows = kind == ValueKind.BINARY ? 64 : SEGMENT_ROWS;
        while (reader.position() < rows) {
            if (isCancelled.getAsBoolean()) {
                throw new CancellationException("the run was asked to stop");
            }
            long firstRow = reader.position();
            fill(reader, rows, decompressors);
            write(index, firstRow, tenancy);
        }
        reader.checkEnd();
        dictionary.endSource();
        ledger.reserve(index.heldBytes());
        SpilledColumn spilled =
                new SpilledColumn(column, kind, index, rows, tenancy, dictionary, buffers, digest, nullsRead);
        return spilled.freedBy(() -> {
            ledger.release(index.heldBytes());
            files.leave(tenancy);
        });
    }

    /** Reads the rows of one segment. */
    private void fill(ColumnBlocks reader, long rows, Decompressors decompressors) {
        count = 0;
        nulls = new NullMask();
        if (kind == ValueKind.BINARY) {
            buffers.binaries().clear();
        }
        while (count < mostRows && reader.position() < rows && !isFullOfBytes()) {
            long row = reader.position();
            int block = reader.nextBlock((int) Math.min(mostRows - count, rows - row), decompressors);
            boolean fits = reader.isInDictionary() && dictionary.accepts(reader.dictionary(), reader.rows());
            if (count == 0) {
                isIds = fits;
            } else if (isIds && !fits) {
                toValues();
            }
            nullsRead += reader.blockNulls();
            long[] places = buffers.places(row, block);
            if (isIds) {
                takeIds(reader, block, places);
            } else {
                takeValues(reader, block, places);
            }
            count += block;
        }
    }

    private boolean isFullOfBytes() {
        return kind == ValueKind.BINARY && buffers.binaries().byteCount() >= SEGMENT_BYTES;
    }

    private void takeIds(ColumnBlocks reader, int block, long[] places) {
        ValueDictionary source = reader.dictionary();
        int[] ids = buffers.ints();
        reader.takeIds(ids, count);
        digest += Digests.ofIds(ids, source.weights(), count, block, places, 0);
        dictionary.map(source, ids, count, count + block);
    }

    private void takeValues(ColumnBlocks reader, int block, long[] places) {
        switch (kind) {
            case INT -> {
                reader.takeInts(buffers.ints(), count, nulls);
                digest += Digests.ofInts(buffers.ints(), nulls, count, block, places, 0);
            }
            case LONG -> {
                reader.takeLongs(buffers.longs(), count, nulls);
                digest += Digests.ofLongs(buffers.longs(), nulls, count, block, places, 0);
            }
            case BINARY -> {
                reader.takeBinaries(buffers.binaries(), nulls);
                digest += Digests.ofBinaries(buffers.binaries(), nulls, count, block, places, 0);
            }
        }
    }

    /** The first rows of the segment were ids, those that follow are not. */
    private void toValues() {
        isIds = false;
        ValueDictionary known = dictionary.view();
        int[] ids = buffers.ints();
        for (int row = 0; row < count; row++) {
            int id = ids[row];
            if (id < 0) {
                nulls.set(row);
            }
            switch (kind) {
                case INT -> ids[row] = id < 0 ? 0 : (int) known.bits()[id];
                case LONG -> buffers.longs()[row] = id < 0 ? 0 : known.bits()[id];
                case BINARY -> append(known.binaries(), id);
            }
        }
    }

    private void append(BinaryVector from, int id) {
        boolean isNull = id < 0;
        buffers.binaries().append(from.bytes(), isNull ? 0 : from.start(id), isNull ? 0 : from.length(id));
    }

    private void write(SpillIndex index, long firstRow, SpillFiles.Tenancy tenancy) {
        if (isIds) {
            writeIds(index, firstRow, tenancy);
        } else if (kind == ValueKind.BINARY) {
            writeBinaries(index, firstRow, tenancy);
        } else {
            writeNumbers(index, firstRow, tenancy);
        }
    }

    private void writeIds(SpillIndex index, long firstRow, SpillFiles.Tenancy tenancy) {
        int[] ids = buffers.ints();
        int first = ids[0];
        int differing = 0;
        int bits = 0;
        for (int i = 0; i < count; i++) {
            differing |= ids[i] ^ first;
            bits |= ids[i] + 1;
        }
        if (differing == 0) {
            index.add(firstRow, first, SpillForm.CONSTANT.word(false));
            mostRows = SEGMENT_ROWS;
            return;
        }
        SpillForm form = bits <= 0xff ? SpillForm.IDS_1 : bits <= 0xffff ? SpillForm.IDS_2 : SpillForm.IDS_4;
        byte[] bytes = buffers.bytes(count * form.rowBytes());
        switch (form) {
            case IDS_1 -> {
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (ids[i] + 1);
                }
            }
            case IDS_2 -> {
                ByteBuffer view = buffers.view();
                for (int i = 0; i < count; i++) {
                    view.putShort(2 * i, (short) (ids[i] + 1));
                }
            }
            default -> {
                ByteBuffer view = buffers.view();
                for (int i = 0; i < count; i++) {
                    view.putInt(4 * i, ids[i] + 1);
                }
            }
        }
        long place = tenancy.file().append(bytes, 0, count * form.rowBytes());
        index.add(firstRow, place, form.word(false));
        mostRows = SEGMENT_ROWS;
    }

    private void writeNumbers(SpillIndex index, long firstRow, SpillFiles.Tenancy tenancy) {
        SpillForm form = kind == ValueKind.INT ? SpillForm.INTS : SpillForm.LONGS;
        boolean hasNulls = nulls.count() > 0;
        int head = hasNulls ? SpillForm.nullBytes(count) : 0;
        byte[] bytes = buffers.bytes(head + count * form.rowBytes());
        if (hasNulls) {
            putNulls(bytes);
        }
        ByteBuffer view = buffers.view().position(head);
        if (kind == ValueKind.INT) {
            view.asIntBuffer().put(buffers.ints(), 0, count);
        } else {
            view.asLongBuffer().put(buffers.longs(), 0, count);
        }
        long place = tenancy.file().append(bytes, 0, head + count * form.rowBytes());
        index.add(firstRow, place, form.word(hasNulls));
    }

    private void putNulls(byte[] bytes) {
        for (int at = 0; at < SpillForm.nullBytes(count); at++) {
            int bits = 0;
            for (int row = 8 * at; row < Math.min(count, 8 * at + 8); row++) {
                bits |= nulls.isNull(row) ? 1 << (row & 7) : 0;
            }
            bytes[at] = (byte) bits;
        }
    }

    private void writeBinaries(SpillIndex index, long firstRow, SpillFiles.Tenancy tenancy) {
        BinaryVector values = buffers.binaries();
        boolean hasNulls = nulls.count() > 0;
        int head = hasNulls ? SpillForm.nullBytes(count) : 0;
        byte[] bytes = buffers.bytes(head + 4 * count);
        if (hasNulls) {
            putNulls(bytes);
        }
        ByteBuffer view = buffers.view();
        for (int row = 0; row < count; row++) {
            view.putInt(head + 4 * row, values.end(row));
        }
        // The file is this column's alone: both stand one after the other.
        long place = tenancy.file().append(bytes, 0, head + 4 * count);
        tenancy.file().append(values.bytes(), 0, values.byteCount());
        index.add(firstRow, place, SpillForm.BINARIES.word(hasNulls));
        buffers.countBinaries();
        long rowBytes = 1L + values.byteCount() / count;
        mostRows = (int) Math.max(1, Math.min(SEGMENT_ROWS, SEGMENT_BYTES / rowBytes));
    }

    @Override
    public void rest() {
        buffers.giveBack();
    }

    @Override
    public void close() {
        buffers.giveBack();
        dictionary.close();
        files.close();
    }
}
