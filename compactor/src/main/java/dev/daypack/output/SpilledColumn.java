package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.input.ColumnBlocks;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NullMask;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.ScratchFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads rows of a flat column that {@link ColumnSpill} wrote. A block lies in one segment, and takes one or two reads
 * of just its bytes. What was taken is digested by the rows' numbers, and must be in the end what the part's pages
 * said. Not thread-safe.
 */
final class SpilledColumn implements ColumnBlocks, SpilledRows {

    private final String column;
    private final ValueKind kind;
    private final SpillIndex index;
    private final long rows;
    private final SpillFiles.Tenancy tenancy;
    private final SpillDictionary dictionary;
    private final SpillBuffers buffers;
    private final long expectedDigest;
    private final long expectedNulls;
    private Runnable whenClosed = () -> {};

    private long digest;
    private long nullsTaken;
    private long position;
    private long until;

    /** Of the rows in the buffers. */
    private long loadedFrom;

    private long loadedTo;
    private SpillForm form;
    private boolean hasNulls;
    private int nullShift;

    private int blockRows;
    private int blockNulls;

    /** Ranges of rows to be gathered, or null; the next row is number {@code nextInRange} of a range. */
    private long[] rangeStarts;

    private int[] rangeRows;
    private int range;
    private int nextInRange;

    SpilledColumn(
            String column,
            ValueKind kind,
            SpillIndex index,
            long rows,
            SpillFiles.Tenancy tenancy,
            SpillDictionary dictionary,
            SpillBuffers buffers,
            long digest,
            long nulls) {
        this.column = column;
        this.kind = kind;
        this.index = index;
        this.rows = rows;
        this.tenancy = tenancy;
        this.dictionary = dictionary;
        this.buffers = buffers;
        this.expectedDigest = digest;
        this.expectedNulls = nulls;
        this.position = index.count() == 0 ? rows : index.firstRow(0);
    }

    /** Says what frees the space. */
    SpilledColumn freedBy(Runnable closed) {
        whenClosed = closed;
        return this;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long row, long lastWanted) {
        position = row;
        until = lastWanted;
        rangeStarts = null;
    }

    @Override
    public boolean gather(long[] starts, int[] lengths) {
        int last = starts.length - 1;
        seek(starts[0], starts[last] + lengths[last]);
        rangeStarts = starts;
        rangeRows = lengths;
        range = 0;
        nextInRange = 0;
        return true;
    }

    @Override
    public void skip(long count, Decompressors decompressors) {
        position += count;
    }

    @Override
    public int nextBlock(int maxRows, Decompressors decompressors) {
        if (rangeStarts != null) {
            return nextGathered(maxRows);
        }
        if (buffers.owner != this || position < loadedFrom || position >= loadedTo) {
            load(maxRows);
        }
        blockRows = (int) Math.min(maxRows, loadedTo - position);
        blockNulls = countNulls();
        return blockRows;
    }

    /** Loads what is wanted of the next segment, and moves the wanted rows together at its beginning. */
    private int nextGathered(int maxRows) {
        position = rangeStarts[range] + nextInRange;
        load(1);
        int rowsWanted = 0;
        long[] places = buffers.places(0, 0);
        while (rowsWanted < maxRows && range < rangeStarts.length) {
            long row = rangeStarts[range] + nextInRange;
            if (row >= loadedTo) {
                break;
            }
            move((int) (row - loadedFrom), rowsWanted);
            places[rowsWanted++] = SpillBuffers.place(row);
            if (++nextInRange == rangeRows[range]) {
                range++;
                nextInRange = 0;
            }
        }
        nullShift = hasNulls ? 0 : nullShift;
        blockRows = rowsWanted;
        position = loadedFrom;
        blockNulls = countNulls();
        buffers.owner = null;
        return blockRows;
    }

    /** Row {@code from} of those loaded becomes row {@code to}, which is not behind it. */
    private void move(int from, int to) {
        int[] numbers = buffers.ints();
        if (hasNulls) {
            boolean isNull = isNullAt(from);
            byte[] bits = buffers.nullBits();
            int others = bits[to >>> 3] & ~(1 << (to & 7));
            bits[to >>> 3] = (byte) (isNull ? others | 1 << (to & 7) : others);
        }
        if (form.isIds()) {
            numbers[to] = numbers[from];
        } else if (form == SpillForm.BINARIES) {
            int length = numbers[from + 1] - numbers[from];
            System.arraycopy(buffers.bytes(), numbers[from], buffers.bytes(), numbers[to], length);
            numbers[to + 1] = numbers[to] + length;
        } else {
            System.arraycopy(
                    buffers.bytes(), from * form.rowBytes(), buffers.bytes(), to * form.rowBytes(), form.rowBytes());
        }
    }

    private void load(int maxRows) {
        int segment = index.find(position);
        long segmentFirst = index.firstRow(segment);
        long segmentEnd = segment + 1 < index.count() ? index.firstRow(segment + 1) : rows;
        buffers.owner = this;
        loadedFrom = position;
        loadedTo = Math.min(segmentEnd, Math.max(position + maxRows, until));
        form = SpillForm.of(index.form(segment));
        hasNulls = SpillForm.hasNulls(index.form(segment));
        int from = (int) (loadedFrom - segmentFirst);
        int count = (int) (loadedTo - loadedFrom);
        long place = index.place(segment);
        if (form.isIds()) {
            loadIds(place, from, count);
            return;
        }
        if (hasNulls) {
            loadNulls(place, from, count);
            place += SpillForm.nullBytes((int) (segmentEnd - segmentFirst));
        }
        if (form == SpillForm.BINARIES) {
            loadBinaries(place, from, count, (int) (segmentEnd - segmentFirst));
        } else {
            int width = form.rowBytes();
            file().read(place + (long) from * width, buffers.bytes(count * width), 0, count * width);
        }
    }

    private void loadIds(long place, int from, int count) {
        int[] ids = buffers.ints();
        int width = form.rowBytes();
        if (width > 0) {
            file().read(place + (long) from * width, buffers.bytes(count * width), 0, count * width);
        }
        byte[] bytes = buffers.bytes();
        switch (form) {
            case CONSTANT -> Arrays.fill(ids, 0, count, (int) place);
            case IDS_1 -> {
                for (int i = 0; i < count; i++) {
                    ids[i] = (bytes[i] & 0xff) - 1;
                }
            }
            case IDS_2 -> {
                ByteBuffer view = buffers.view();
                for (int i = 0; i < count; i++) {
                    ids[i] = (view.getShort(2 * i) & 0xffff) - 1;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    ids[i] = buffers.view().getInt(4 * i) - 1;
                }
            }
        }
        checkIds(ids, count);
    }

    private void checkIds(int[] ids, int count) {
        int size = dictionary().size();
        int bad = 0;
        for (int i = 0; i < count; i++) {
            bad |= (size - 1 - ids[i]) | (ids[i] + 1);
        }
        if (bad < 0) {
            throw broken("an id beyond the dictionary of " + size + " values");
        }
    }

    private void loadNulls(long place, int from, int count) {
        nullShift = from & 7;
        file().read(place + (from >>> 3), buffers.nullBits(), 0, SpillForm.nullBytes(nullShift + count));
    }

    /** Puts the ends into the numbers, with the start of the first value before them, and the bytes into the bytes. */
    private void loadBinaries(long place, int from, int count, int segmentRows) {
        int before = from == 0 ? 0 : 1;
        int ends = count + before;
        file().read(place + 4L * (from - before), buffers.bytes(4 * ends), 0, 4 * ends);
        int[] bounds = buffers.ints();
        bounds[0] = 0;
        buffers.view().position(0).asIntBuffer().get(bounds, 1 - before, ends);
        for (int i = 0; i < count; i++) {
            if (bounds[i + 1] < bounds[i] || bounds[i] < 0) {
                throw broken("a value ends before it begins");
            }
        }
        int firstByte = bounds[0];
        int length = bounds[count] - firstByte;
        long values = place + 4L * segmentRows;
        if (values + bounds[count] > file().size()) {
            throw broken("a value ends behind the file");
        }
        file().read(values + firstByte, buffers.bytes(length), 0, length);
        for (int i = 0; i <= count; i++) {
            bounds[i] -= firstByte;
        }
    }

    private ScratchFile file() {
        return tenancy.file();
    }

    private int countNulls() {
        int at = loadedAt();
        int nulls = 0;
        if (form.isIds()) {
            int[] ids = buffers.ints();
            for (int i = at; i < at + blockRows; i++) {
                nulls += ids[i] >>> 31;
            }
        } else if (hasNulls) {
            for (int i = at; i < at + blockRows; i++) {
                nulls += isNullAt(i) ? 1 : 0;
            }
        }
        return nulls;
    }

    /** Place of the block among the loaded rows. */
    private int loadedAt() {
        return (int) (position - loadedFrom);
    }

    private boolean isNullAt(int loaded) {
        int bit = nullShift + loaded;
        return (buffers.nullBits()[bit >>> 3] & (1 << (bit & 7))) != 0;
    }

    @Override
    public int blockNulls() {
        return blockNulls;
    }

    @Override
    public boolean isInDictionary() {
        return form.isIds();
    }

    @Override
    public ValueDictionary dictionary() {
        return dictionary.view();
    }

    @Override
    public long rows() {
        return dictionary.rows();
    }

    @Override
    public int blockRun() {
        return form == SpillForm.CONSTANT ? buffers.ints()[loadedAt()] : NO_RUN;
    }

    @Override
    public void pass() {
        int id = buffers.ints()[loadedAt()];
        long weight = id < 0 ? Digests.NULL : dictionary().weights()[id];
        digest += Digests.ofConstant(weight, places(), 0, blockRows);
        endBlock();
    }

    @Override
    public void takeIds(int[] into, int at) {
        System.arraycopy(buffers.ints(), loadedAt(), into, at, blockRows);
        digest += Digests.ofIds(into, dictionary().weights(), at, blockRows, places(), 0);
        endBlock();
    }

    @Override
    public void takeInts(int[] into, int at, NullMask nulls) {
        int from = loadedAt();
        if (form.isIds()) {
            int[] ids = buffers.ints();
            long[] bits = dictionary().bits();
            for (int i = 0; i < blockRows; i++) {
                int id = ids[from + i];
                into[at + i] = id < 0 ? 0 : (int) bits[id];
            }
        } else {
            buffers.view().position(4 * from).asIntBuffer().get(into, at, blockRows);
        }
        markNulls(from, at, nulls);
        digest += Digests.ofInts(into, nulls, at, blockRows, places(), 0);
        endBlock();
    }

    @Override
    public void takeLongs(long[] into, int at, NullMask nulls) {
        int from = loadedAt();
        if (form.isIds()) {
            int[] ids = buffers.ints();
            long[] bits = dictionary().bits();
            for (int i = 0; i < blockRows; i++) {
                int id = ids[from + i];
                into[at + i] = id < 0 ? 0 : bits[id];
            }
        } else if (kind == ValueKind.INT) {
            ByteBuffer view = buffers.view();
            for (int i = 0; i < blockRows; i++) {
                into[at + i] = view.getInt(4 * (from + i));
            }
        } else {
            buffers.view().position(8 * from).asLongBuffer().get(into, at, blockRows);
        }
        markNulls(from, at, nulls);
        digest += Digests.ofLongs(into, nulls, at, blockRows, places(), 0);
        endBlock();
    }

    @Override
    public void takeBinaries(BinaryVector into, NullMask nulls) {
        int at = into.count();
        int from = loadedAt();
        if (form.isIds()) {
            int[] ids = buffers.ints();
            BinaryVector values = dictionary().binaries();
            for (int i = from; i < from + blockRows; i++) {
                int id = ids[i];
                into.append(values.bytes(), id < 0 ? 0 : values.start(id), id < 0 ? 0 : values.length(id));
            }
        } else {
            int[] bounds = buffers.ints();
            into.reserve(blockRows, bounds[from + blockRows] - bounds[from]);
            for (int i = from; i < from + blockRows; i++) {
                into.append(buffers.bytes(), bounds[i], bounds[i + 1] - bounds[i]);
            }
        }
        markNulls(from, at, nulls);
        digest += Digests.ofBinaries(into, nulls, at, blockRows, places(), 0);
        endBlock();
    }

    private void markNulls(int from, int at, NullMask nulls) {
        int[] ids = buffers.ints();
        for (int i = 0; i < blockRows && blockNulls > 0; i++) {
            if (form.isIds() ? ids[from + i] < 0 : isNullAt(from + i)) {
                nulls.set(at + i);
            }
        }
    }

    private long[] places() {
        return buffers.places(position, rangeStarts == null ? blockRows : 0);
    }

    private void endBlock() {
        position += blockRows;
        nullsTaken += blockNulls;
        blockRows = 0;
    }

    @Override
    public void checkEnd() {
        // The chunk's end was checked when it was spilled.
    }

    @Override
    public void checkTaken() {
        if (digest != expectedDigest || nullsTaken != expectedNulls) {
            throw broken("they are not the rows that were read of the part");
        }
    }

    private ConservationException broken(String what) {
        return new ConservationException("rows of column " + column + " came back broken from scratch space: " + what);
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
