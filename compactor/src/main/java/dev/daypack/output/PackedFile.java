package dev.daypack.output;

import dev.daypack.input.ChunkMeta;
import dev.daypack.input.ColumnReader;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.Decompressors;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NestedReader;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.RowGroupMeta;
import dev.daypack.input.SortKey;
import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/**
 * Reads a packed file again and takes the proof that was taken when it was written, by the same code: order, sequence,
 * and the digest of every column, from the pages as they stand.
 *
 * <pre>
 *   row group n    sort columns: the rows' identities   on the caller's thread
 *   row group n-1  every column: digest                 a task each on the workers, meanwhile
 * </pre>
 *
 * <p>Holds the identities of the rows of two row groups, and a page or so of each column in work. What is wrong is
 * noted, and the rest is read all the same. Used once; not thread-safe.
 */
public final class PackedFile {

    /** More are not kept: one is enough to condemn a file. */
    static final int MAX_FAULTS = 20;

    /** Row groups whose identities are held at once. */
    private static final int GROUPS_AT_ONCE = 2;

    private final PartFooter footer;
    private final String seqColumn;
    private final Workbench bench;
    private final BufferPool pool;
    private final FileRows rows;
    private final Map<String, Long> digests = new LinkedHashMap<>();
    private final List<FileProof.Fault> faults = new ArrayList<>();
    private boolean isOrdered = true;

    /**
     * @param footer of the file
     * @param key sort columns in one of the forms of {@link dev.daypack.input.SortKeyForms}
     * @param seqColumn name of the column that numbers the rows
     * @param bench where the columns are read
     */
    public PackedFile(PartFooter footer, SortKey key, String seqColumn, Workbench bench) {
        this.footer = footer;
        this.seqColumn = seqColumn;
        this.bench = bench;
        this.pool = bench.pool();
        this.rows = FileRows.of(footer, key, pool);
        footer.columns().stream()
                .filter(column -> !column.name().equals(seqColumn))
                .forEach(column -> digests.put(column.name(), 0L));
    }

    /** Without which a file cannot be read: the identities of the rows of its largest row groups. */
    public static long leastBytes(PartFooter footer) {
        long most =
                footer.rowGroups().stream().mapToLong(RowGroupMeta::rows).max().orElse(0);
        return GROUPS_AT_ONCE * most * Long.BYTES;
    }

    /** What reading a file takes of memory at its peak, roughly; with less, fewer columns are read at once. */
    public static long workBytes(PartFooter footer, Workbench bench) {
        long perTask =
                2L * footer.part().bytes().windowBytes() + 4L * bench.settings().pageBytes();
        return leastBytes(footer) + perTask * (bench.threads() + (long) GROUPS_AT_ONCE);
    }

    /**
     * Reads it all.
     *
     * @param rowsDone told after each row group: rows so far
     * @throws dev.daypack.store.StoreException if the file is gone, changed or out of reach
     * @throws CancellationException if the bench is told to stop
     */
    public FileProof prove(LongConsumer rowsDone) {
        checkSequenceColumn();
        Optional<Group> before = Optional.empty();
        long first = 0;
        try (Decompressors decompressors = bench.newDecompressors()) {
            for (RowGroupMeta meta : footer.rowGroups()) {
                Group group = new Group(meta, first, pool.longs(Math.toIntExact(meta.rows())));
                try {
                    identify(group, decompressors);
                } finally {
                    // First: each gives its identities back once, even if the one before ends in an error.
                    Optional<Group> last = before;
                    before = Optional.of(group);
                    last.ifPresent(Group::await);
                }
                group.start();
                first += meta.rows();
                rowsDone.accept(first);
            }
        } finally {
            before.ifPresent(Group::await);
        }
        synchronized (faults) {
            Map<String, Long> proven = isOrdered ? Collections.unmodifiableMap(digests) : Map.of();
            return new FileProof(first, proven, rows.minimum(), rows.maximum(), faults);
        }
    }

    private void checkSequenceColumn() {
        if (footer.columns().stream().noneMatch(column -> column.name().equals(seqColumn))) {
            fault(FileProof.Kind.SEQUENCE, seqColumn, "there is no such column, which numbers the rows");
        }
    }

    /** Once the order is broken, no row has an identity that means anything. */
    private void identify(Group group, Decompressors decompressors) {
        if (bench.isCancelled()) {
            throw new CancellationException("the run was asked to stop");
        }
        if (!isOrdered) {
            return;
        }
        try {
            rows.identify(group.meta, group.first, group.identities, decompressors);
        } catch (ConservationException e) {
            isOrdered = false;
            fault(FileProof.Kind.ORDER, rows.columns(), FileRows.withoutAdvice(e));
        } catch (PartRejectedException e) {
            isOrdered = false;
            boolean isNull = e.reason() == PartRejectedException.Reason.BAD_KEY;
            fault(isNull ? FileProof.Kind.ORDER : FileProof.Kind.PAGE, e.column(), place(e) + e.detail());
        }
    }

    private static String place(PartRejectedException e) {
        return e.offset() < 0 ? "" : "at byte " + e.offset() + ": ";
    }

    private void fault(FileProof.Kind kind, String column, String detail) {
        synchronized (faults) {
            FileProof.Fault fault = new FileProof.Fault(kind, column, detail);
            // A sort column is read twice, once for the order.
            if (faults.size() < MAX_FAULTS && !faults.contains(fault)) {
                faults.add(fault);
            }
        }
    }

    /** One row group in work. */
    private final class Group {
        private final RowGroupMeta meta;
        private final long first;
        private final long[] identities;
        private CompletableFuture<Void> tasks = CompletableFuture.completedFuture(null);

        Group(RowGroupMeta meta, long first, long[] identities) {
            this.meta = meta;
            this.first = first;
            this.identities = identities;
        }

        void start() {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int column = 0; column < footer.columns().size(); column++) {
                int place = column;
                all.add(CompletableFuture.runAsync(() -> read(place), bench.workers()));
            }
            tasks = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        }

        /** Gives the identities back, whatever happened. */
        void await() {
            try {
                tasks.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            } finally {
                pool.giveBack(identities);
            }
        }

        private void read(int place) {
            if (bench.isCancelled()) {
                throw new CancellationException("the run was asked to stop");
            }
            ColumnSchema column = footer.columns().get(place);
            ChunkMeta chunk = meta.chunks().get(place);
            Workbench.Tools tools = bench.borrow(Math.toIntExact(meta.rows()));
            try {
                if (column.name().equals(seqColumn)) {
                    checkSequence(column, chunk, tools);
                } else {
                    long digest = digest(column, chunk, tools);
                    synchronized (faults) {
                        digests.computeIfPresent(column.name(), (name, sum) -> sum + digest);
                    }
                }
            } catch (PartRejectedException e) {
                synchronized (faults) {
                    digests.remove(column.name());
                }
                fault(FileProof.Kind.PAGE, e.column(), place(e) + e.detail());
            } finally {
                bench.giveBack(tools);
            }
        }

        private long digest(ColumnSchema column, ChunkMeta chunk, Workbench.Tools tools) {
            if (column.isNested()) {
                NestedReader reader =
                        new NestedReader(footer.part(), column, meta.rows(), chunk, InputLimits.OWN_FILES, pool);
                return NestedReadBack.digest(reader, column, meta.rows(), identities, tools.decompressors);
            }
            long sum = 0;
            try (ColumnReader reader = new ColumnReader(footer.part(), column, chunk, InputLimits.OWN_FILES, pool);
                    ReadBackBlocks blocks = new ReadBackBlocks(column.kind(), reader, identities, pool)) {
                while (reader.position() < meta.rows()) {
                    sum += blocks.digest(reader.nextBlock(ColumnReader.BLOCK_ROWS, tools.decompressors));
                }
                reader.checkEnd();
            }
            return sum;
        }

        private void checkSequence(ColumnSchema column, ChunkMeta chunk, Workbench.Tools tools) {
            try {
                FileRows.checkSequence(footer.part(), column, chunk, first, tools.decompressors, pool);
            } catch (ConservationException e) {
                fault(FileProof.Kind.SEQUENCE, column.name(), FileRows.withoutAdvice(e));
            }
        }
    }
}
