package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NestedBlocks;
import dev.daypack.input.ValueDictionary;
import dev.daypack.memory.ScratchFile;

/**
 * Reads rows of a nested column that {@link NestedSpill} wrote. A segment is read whole, its rows are found by their
 * levels. What was taken is digested by the places of the entries, and must be in the end what the part's pages said.
 * Not thread-safe.
 */
final class SpilledNested implements NestedBlocks, SpilledRows {

    private final ColumnSchema column;
    private final String partName;
    private final SpillIndex index;
    private final long rows;
    private final SpillFiles.Tenancy tenancy;
    private final SpillDictionary dictionary;
    private final SpillBuffers buffers;
    private final long expectedDigest;
    private Runnable whenClosed = () -> {};

    private long digest;
    private long rowsBegun;

    /** The segment in the buffers, if they are this reader's. */
    private int segment;

    private SpillForm form = SpillForm.CONSTANT;
    private int entries;

    /** The next entry and value of the segment. */
    private int entry;

    private int value;

    private int blockFrom;
    private int blockValue;
    private int blockPresent;

    SpilledNested(
            ColumnSchema column,
            String partName,
            SpillIndex index,
            long rows,
            SpillFiles.Tenancy tenancy,
            SpillDictionary dictionary,
            SpillBuffers buffers,
            long digest) {
        this.column = column;
        this.partName = partName;
        this.index = index;
        this.rows = rows;
        this.tenancy = tenancy;
        this.dictionary = dictionary;
        this.buffers = buffers;
        this.expectedDigest = digest;
    }

    /** Says what frees the space. */
    SpilledNested freedBy(Runnable closed) {
        whenClosed = closed;
        return this;
    }

    @Override
    public String partName() {
        return partName;
    }

    @Override
    public long position() {
        return rowsBegun;
    }

    @Override
    public void seek(long row, long until) {
        if (row == rows) {
            rowsBegun = row;
            segment = index.count() - 1;
            entry = entries;
            return;
        }
        int at = index.find(row);
        if (buffers.owner != this || segment != at) {
            load(at);
        }
        rowsBegun = index.firstRow(at);
        entry = 0;
        value = 0;
        byte[] levels = buffers.bytes();
        for (; entry < entries && (levels[entry] != 0 || rowsBegun < row); entry++) {
            rowsBegun += levels[entry] == 0 ? 1 : 0;
            value += levels[entries + entry] == column.maxDefinition() ? 1 : 0;
        }
        if (rowsBegun != row || entry == entries) {
            throw broken("row " + row + " is not where it was");
        }
    }

    @Override
    public boolean gather(long[] rangeStarts, int[] rangeRows) {
        return false;
    }

    @Override
    public void skip(long count, Decompressors decompressors) {
        if (count > 0) {
            seek(rowsBegun + count, rowsBegun + count);
        }
    }

    private void load(int at) {
        segment = at;
        long word = index.form(at);
        form = NestedSpill.formOf(word);
        entries = NestedSpill.entriesOf(word);
        int values = NestedSpill.valuesOf(word);
        ScratchFile file = tenancy.file();
        long place = index.place(at);
        int numbers = values * form.rowBytes();
        int head = 2 * entries + numbers;
        file.read(place, buffers.bytes(head), 0, head);
        buffers.owner = this;
        if (form == SpillForm.LONGS) {
            buffers.view().position(2 * entries).asLongBuffer().get(buffers.longs(), 0, values);
        } else if (form == SpillForm.IDS_4) {
            buffers.view().position(2 * entries).asIntBuffer().get(buffers.ints(), 0, values);
            checkIds(values);
        } else if (form == SpillForm.BINARIES) {
            loadBinaries(file, place + head, values);
        }
        checkLevels(values);
    }

    private void checkIds(int values) {
        int size = dictionary.view().size();
        int bad = 0;
        for (int i = 0; i < values; i++) {
            int id = buffers.ints()[i];
            bad |= id | (size - 1 - id);
        }
        if (bad < 0) {
            throw broken("an id beyond the dictionary of " + size + " values");
        }
    }

    private void loadBinaries(ScratchFile file, long place, int values) {
        int[] ends = buffers.ints();
        buffers.view().position(2 * entries).asIntBuffer().get(ends, 0, values);
        int before = 0;
        for (int i = 0; i < values; i++) {
            if (ends[i] < before) {
                throw broken("a value ends before it begins");
            }
            before = ends[i];
        }
        if (place + before > file.size()) {
            throw broken("a value ends behind the file");
        }
        byte[] bytes = buffers.moreBytes(before);
        file.read(place, bytes, 0, before);
    }

    private void checkLevels(int values) {
        byte[] levels = buffers.bytes();
        int present = 0;
        int bad = 0;
        for (int i = 0; i < entries; i++) {
            int repetition = levels[i];
            int definition = levels[entries + i];
            bad |= repetition | (column.maxRepetition() - repetition);
            bad |= definition | (column.maxDefinition() - definition);
            present += definition == column.maxDefinition() ? 1 : 0;
        }
        if (bad < 0) {
            throw broken("a level that the column does not have");
        }
        if (present != values) {
            throw broken("the levels tell of " + present + " values, there are " + values);
        }
    }

    @Override
    public int nextBlock(long endRow, Decompressors decompressors) {
        if (entry == entries && segment + 1 == index.count()) {
            return 0;
        }
        if (entry == entries || buffers.owner != this) {
            if (entry < entries) {
                throw new IllegalStateException("rows of another source were read in between");
            }
            load(segment + 1);
            entry = 0;
            value = 0;
        }
        byte[] levels = buffers.bytes();
        blockFrom = entry;
        blockValue = value;
        for (; entry < entries; entry++) {
            if (levels[entry] == 0) {
                if (rowsBegun == endRow) {
                    break;
                }
                rowsBegun++;
            }
            value += levels[entries + entry] == column.maxDefinition() ? 1 : 0;
        }
        blockPresent = value - blockValue;
        return entry - blockFrom;
    }

    @Override
    public int blockPresent() {
        return blockPresent;
    }

    @Override
    public void takeLevels(byte[] repetitionsInto, byte[] definitionsInto, int at) {
        byte[] levels = buffers.bytes();
        int count = entry - blockFrom;
        System.arraycopy(levels, blockFrom, repetitionsInto, at, count);
        System.arraycopy(levels, entries + blockFrom, definitionsInto, at, count);
        for (int i = blockFrom; i < entry; i++) {
            digest += NestedSpill.ofLevels(levels[i], levels[entries + i], segment, i);
        }
    }

    @Override
    public boolean isInDictionary() {
        return form == SpillForm.IDS_4;
    }

    @Override
    public ValueDictionary dictionary() {
        return dictionary.view();
    }

    @Override
    public void takeIds(int[] into, int at) {
        long[] hashes = dictionary().hashes();
        for (int i = 0; i < blockPresent; i++) {
            int id = buffers.ints()[blockValue + i];
            into[at + i] = id;
            digest += NestedSpill.ofValue(hashes[id], segment, blockValue + i);
        }
    }

    @Override
    public void takeLongs(long[] into, int at) {
        for (int i = 0; i < blockPresent; i++) {
            long bits = buffers.longs()[blockValue + i];
            into[at + i] = bits;
            digest += NestedSpill.ofValue(bits, segment, blockValue + i);
        }
    }

    @Override
    public void takeBinaries(BinaryVector into) {
        int first = into.count();
        int[] numbers = buffers.ints();
        BinaryVector shared = form == SpillForm.IDS_4 ? dictionary().binaries() : null;
        for (int i = blockValue; i < blockValue + blockPresent; i++) {
            if (shared != null) {
                into.append(shared.bytes(), shared.start(numbers[i]), shared.length(numbers[i]));
            } else {
                int start = i == 0 ? 0 : numbers[i - 1];
                into.append(buffers.moreBytes(0), start, numbers[i] - start);
            }
            digest += NestedSpill.ofValue(Hashes.hash(into, first + i - blockValue), segment, i);
        }
    }

    @Override
    public void checkEnd() {
        // The chunk's end was checked when it was spilled.
    }

    @Override
    public void checkTaken() {
        if (digest != expectedDigest) {
            throw broken("they are not the rows that were read of the part");
        }
    }

    private ConservationException broken(String what) {
        return new ConservationException(
                "rows of column " + column.name() + " came back broken from scratch space: " + what);
    }

    @Override
    public void park() {
        // Between row groups the column as a whole gives back its buffers.
    }

    @Override
    public long heldBytes() {
        return index.heldBytes();
    }

    @Override
    public void close() {
        whenClosed.run();
        whenClosed = () -> {};
    }
}
