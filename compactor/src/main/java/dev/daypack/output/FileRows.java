package dev.daypack.output;

import dev.daypack.encoding.Hashes;
import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.KeyColumn;
import dev.daypack.input.NullMask;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.RowGroupMeta;
import dev.daypack.input.SortKey;
import dev.daypack.input.ValueKind;
import dev.daypack.input.WideKeyReader;
import dev.daypack.memory.BufferPool;
import dev.daypack.merge.KeyBlock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives the rows of a packed file their identities, row group by row group, from the sort columns as they stand there,
 * and checks their order on the way. Not thread-safe; the row groups follow each other.
 */
final class FileRows {

    private static final String FILE = "published file";
    private static final long EMPTY_KEY = Hashes.hash(new byte[0], 0, 0);

    private final PartFooter footer;
    private final SortKey key;
    private final BufferPool pool;
    private final RowIdentities narrow = new RowIdentities(FILE);
    private final WideIdentities wide;
    private boolean hasRows;

    private FileRows(PartFooter footer, SortKey key, BufferPool pool) {
        this.footer = footer;
        this.key = key;
        this.pool = pool;
        this.wide = new WideIdentities(key, FILE);
    }

    static FileRows of(PartFooter footer, SortKey key, BufferPool pool) {
        return new FileRows(footer, key, pool);
    }

    /** Names of the sort columns, for people. */
    String columns() {
        return key.columns().stream().map(column -> column.column().name()).collect(Collectors.joining(", "));
    }

    /**
     * The next row group.
     *
     * @param first number of its first row
     * @param into takes an identity for each row
     * @throws ConservationException if the keys step back
     * @throws PartRejectedException if pages are broken, or a key is null and may not be
     */
    void identify(RowGroupMeta group, long first, long[] into, Decompressors decompressors) {
        int rows = Math.toIntExact(group.rows());
        if (key.isEmpty()) {
            for (int i = 0; i < rows; i++) {
                into[i] = Digests.identity(EMPTY_KEY, first + i);
            }
        } else if (key.isNarrow()) {
            identifyNarrow(group, rows, into, decompressors);
        } else {
            identifyWide(group, into, decompressors);
        }
        hasRows |= rows > 0;
    }

    private void identifyNarrow(RowGroupMeta group, int rows, long[] into, Decompressors decompressors) {
        KeyColumn column = key.first();
        long[] keys = pool.longs(rows);
        NullMask nulls = new NullMask();
        try (ColumnReader reader = reader(group, column)) {
            while (reader.position() < rows) {
                reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
                if (reader.blockNulls() > 0) {
                    throw new PartRejectedException(
                            PartRejectedException.Reason.BAD_KEY,
                            footer.part().name(),
                            column.column().name(),
                            -1,
                            "the sort column is null in a row near row " + reader.position() + " of its row group");
                }
                reader.takeLongs(keys, Math.toIntExact(reader.position()), nulls);
            }
            reader.checkEnd();
            column.toKeys(keys, 0, rows);
            narrow.follow(keys, null, rows, into);
        } finally {
            pool.giveBack(keys);
        }
    }

    private void identifyWide(RowGroupMeta group, long[] into, Decompressors decompressors) {
        List<ColumnReader> readers =
                key.columns().stream().map(column -> reader(group, column)).toList();
        int row = 0;
        try (WideKeyReader reader = new WideKeyReader(key, footer.part(), readers, group.rows(), pool)) {
            for (KeyBlock block = reader.next(decompressors); block != null; block = reader.next(decompressors)) {
                for (int i = 0; i < block.count(); i++, row++) {
                    into[row] = wide.follow(block.bytes(), block.start(i), block.end(i));
                }
            }
            reader.checkEnd();
        }
    }

    private ColumnReader reader(RowGroupMeta group, KeyColumn column) {
        return new ColumnReader(
                footer.part(), column.column(), group.chunks().get(column.index()), InputLimits.OWN_FILES, pool);
    }

    /** Smallest value of the first sort column, for people. */
    Optional<String> minimum() {
        return isDescending() ? last() : first();
    }

    /** Largest value of the first sort column, for people. */
    Optional<String> maximum() {
        return isDescending() ? first() : last();
    }

    private boolean isDescending() {
        return !key.isEmpty() && key.first().isDescending();
    }

    private Optional<String> first() {
        if (key.isEmpty() || !hasRows) {
            return Optional.empty();
        }
        return key.isNarrow() ? Optional.of(key.text(narrow.firstKey())) : wide.firstValue();
    }

    private Optional<String> last() {
        if (key.isEmpty() || !hasRows) {
            return Optional.empty();
        }
        return key.isNarrow() ? Optional.of(key.text(narrow.lastKey())) : wide.lastValue();
    }

    /** @throws ConservationException if the column does not hold {@code first, first + 1, first + 2 ...} */
    static void checkSequence(
            Part part, ColumnSchema column, ChunkMeta chunk, long first, Decompressors decompressors, BufferPool pool) {
        if (column.kind() != ValueKind.LONG || column.isNested()) {
            throw new ConservationException("the column that numbers the rows is " + column.describe());
        }
        long[] block = pool.longs(ColumnReader.BLOCK_ROWS);
        NullMask nulls = new NullMask();
        try (ColumnReader reader = new ColumnReader(part, column, chunk, InputLimits.OWN_FILES, pool)) {
            while (reader.position() < chunk.valueCount()) {
                long expected = first + reader.position();
                int rows = reader.nextBlock(ColumnReader.BLOCK_ROWS, decompressors);
                if (reader.blockNulls() > 0) {
                    throw new ConservationException("a null near row " + expected + ", where a number belongs");
                }
                reader.takeLongs(block, 0, nulls);
                for (int i = 0; i < rows; i++) {
                    if (block[i] != expected + i) {
                        throw new ConservationException(block[i] + " stands where " + (expected + i) + " belongs");
                    }
                }
            }
            reader.checkEnd();
        } finally {
            pool.giveBack(block);
        }
    }

    /** What is wrong, without what to do when it happens while a file is made. */
    static String withoutAdvice(ConservationException e) {
        return e.getMessage().replaceFirst("; nothing was published.*", "");
    }
}
