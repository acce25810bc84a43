package dev.daypack.output;

import dev.daypack.encoding.BinaryVector;
import dev.daypack.encoding.Hashes;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.NestedBlocks;
import dev.daypack.input.NestedReader;
import dev.daypack.input.ValueDictionary;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.ScratchFile;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Spills rows of one nested column, a block of entries at a time: their levels, then the values of those that have one.
 * Fixed-width values take 8 bytes each, binary ones are ids of the column's {@link SpillDictionary} or written out. A
 * digest by the places of the entries is taken of what the pages say; whoever reads the rows back takes it again. Not
 * thread-safe.
 */
final class NestedSpill implements Spill<NestedBlocks> {

    /** Odd; keeps the places of levels, values and segments apart. */
    private static final long LEVELS = 0xd6e8_feb8_6659_fd93L;

    private final ColumnSchema column;
    private final SpillFiles files;
    private final SpillDictionary dictionary;
    private final SpillBuffers buffers;
    private final BufferPool pool;
    private final BooleanSupplier isCancelled;

    private long digest;

    /** @param dictionaryBytes that shared values may take in memory */
    NestedSpill(ColumnSchema column, Workbench bench, long dictionaryBytes) {
        this.column = column;
        this.pool = bench.pool();
        this.isCancelled = bench::isCancelled;
        this.files = new SpillFiles(bench.scratch(), column.name());
        this.dictionary = new SpillDictionary(column.kind() == ValueKind.BINARY, dictionaryBytes, pool);
        this.buffers = new SpillBuffers(pool);
    }

    /** Of the levels of entry {@code entry} of a segment. */
    static long ofLevels(int repetition, int definition, int segment, int entry) {
        return Hashes.mix((repetition << 8 | definition) * LEVELS + place(segment, entry));
    }

    /** Of value {@code value} of a segment: its bits, or its hash. */
    static long ofValue(long bits, int segment, int value) {
        return Hashes.mix(bits - place(segment, value));
    }

    private static long place(int segment, int within) {
        return ((long) segment * NestedReader.BLOCK_ENTRIES + within + 1) * Digests.TIE;
    }

    @Override
    public boolean isOfUse(NestedBlocks reader) {
        return true;
    }

    @Override
    public NestedBlocks spill(NestedBlocks reader, long rows, Decompressors decompressors) {
        SpillFiles.Tenancy tenancy = files.enter(0);
        buffers.owner = null;
        digest = 0;
        SpillIndex index = new SpillIndex();
        while (true) {
            if (isCancelled.getAsBoolean()) {
                throw new CancellationException("the run was asked to stop");
            }
            long firstRow = reader.position();
            int entries = reader.nextBlock(rows, decompressors);
            if (entries == 0) {
                break;
            }
            spillBlock(reader, entries, firstRow, index, tenancy.file());
        }
        reader.checkEnd();
        dictionary.endSource();
        pool.ledger().reserve(index.heldBytes());
        SpilledNested spilled =
                new SpilledNested(column, reader.partName(), index, rows, tenancy, dictionary, buffers, digest);
        return spilled.freedBy(() -> {
            pool.ledger().release(index.heldBytes());
            files.leave(tenancy);
        });
    }

    private void spillBlock(NestedBlocks reader, int entries, long firstRow, SpillIndex index, ScratchFile file) {
        byte[] repetitions = pool.bytes(entries);
        byte[] definitions = pool.bytes(entries);
        try {
            reader.takeLevels(repetitions, definitions, 0);
            for (int i = 0; i < entries; i++) {
                digest += ofLevels(repetitions[i], definitions[i], index.count(), i);
            }
            long place = file.append(repetitions, 0, entries);
            file.append(definitions, 0, entries);
            SpillForm form = reader.blockPresent() == 0 ? SpillForm.CONSTANT : spillValues(reader, index.count(), file);
            index.add(firstRow, place, word(form, entries, reader.blockPresent()));
        } finally {
            pool.giveBack(repetitions);
            pool.giveBack(definitions);
        }
    }

    private SpillForm spillValues(NestedBlocks reader, int segment, ScratchFile file) {
        int count = reader.blockPresent();
        if (column.kind() != ValueKind.BINARY) {
            long[] values = buffers.longs();
            reader.takeLongs(values, 0);
            digest(values, segment, count);
            byte[] bytes = buffers.bytes(8 * count);
            buffers.view().position(0).asLongBuffer().put(values, 0, count);
            file.append(bytes, 0, 8 * count);
            return SpillForm.LONGS;
        }
        boolean isIds = reader.isInDictionary() && dictionary.accepts(reader.dictionary(), Long.MAX_VALUE);
        return isIds ? spillIds(reader, segment, file) : spillBinaries(reader, segment, file);
    }

    private SpillForm spillIds(NestedBlocks reader, int segment, ScratchFile file) {
        int count = reader.blockPresent();
        ValueDictionary source = reader.dictionary();
        int[] ids = buffers.ints();
        reader.takeIds(ids, 0);
        for (int i = 0; i < count; i++) {
            digest += ofValue(source.hashes()[ids[i]], segment, i);
        }
        dictionary.map(source, ids, 0, count);
        byte[] bytes = buffers.bytes(4 * count);
        buffers.view().position(0).asIntBuffer().put(ids, 0, count);
        file.append(bytes, 0, 4 * count);
        return SpillForm.IDS_4;
    }

    private SpillForm spillBinaries(NestedBlocks reader, int segment, ScratchFile file) {
        int count = reader.blockPresent();
        BinaryVector values = buffers.binaries();
        values.clear();
        reader.takeBinaries(values);
        byte[] bytes = buffers.bytes(4 * count);
        ByteBuffer view = buffers.view();
        for (int i = 0; i < count; i++) {
            digest += ofValue(Hashes.hash(values, i), segment, i);
            view.putInt(4 * i, values.end(i));
        }
        file.append(bytes, 0, 4 * count);
        file.append(values.bytes(), 0, values.byteCount());
        buffers.countBinaries();
        return SpillForm.BINARIES;
    }

    private void digest(long[] values, int segment, int count) {
        for (int i = 0; i < count; i++) {
            digest += ofValue(values[i], segment, i);
        }
    }

    private static final int COUNT_BITS = 16;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

    private static long word(SpillForm form, int entries, int values) {
        return (((form.word(false) << COUNT_BITS) | entries) << COUNT_BITS) | values;
    }

    static SpillForm formOf(long word) {
        return SpillForm.of(word >>> (2 * COUNT_BITS));
    }

    static int entriesOf(long word) {
        return (int) (word >>> COUNT_BITS) & COUNT_MASK;
    }

    static int valuesOf(long word) {
        return (int) word & COUNT_MASK;
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
