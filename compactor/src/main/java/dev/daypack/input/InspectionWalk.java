package dev.daypack.input;

import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * Goes over a whole file: footer first, then every column chunk that can be read, whatever was wrong with the one
 * before. What is wrong is noted and never thrown. Used once; not thread-safe.
 */
final class InspectionWalk {

    private static final int MAX_KEPT_PAGES = 50_000;

    /** Values that are decoded whatever the size of the file. */
    private static final long FREE_VALUES = 1L << 31;

    /** Values per byte of the file that are decoded above that; a hostile file of a megabyte may claim 10^14. */
    private static final long VALUES_PER_BYTE = 1_000;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final Part part;
    private final InputLimits limits;
    private final String orderBy;
    private final FooterReader footerReader;
    private final InspectionReader reader;
    private final InspectionProblems problems = new InspectionProblems();
    private final List<Leaf> leaves = new ArrayList<>();

    private long bytesLeft;
    private long valuesLeft;
    private InspectionOrder order;
    private String noOrderBecause = "there is no such column";

    /**
     * A column as packing sees it.
     *
     * @param place among the leaves
     * @param refusal why packing does not take it, if so
     * @param isKey whether it is the sort column
     */
    private record Leaf(int place, ColumnSchema column, Optional<PartRejectedException> refusal, boolean isKey) {}

    InspectionWalk(Part part, InputLimits limits, String orderBy, Decompressors decompressors, BufferPool pool) {
        this.part = part;
        this.limits = limits;
        this.orderBy = orderBy;
        this.footerReader = new FooterReader(limits, orderBy);
        this.reader = new InspectionReader(part, limits, decompressors, pool, problems, MAX_KEPT_PAGES);
        this.bytesLeft = part.sizeBytes();
        this.valuesLeft = Math.max(FREE_VALUES, VALUES_PER_BYTE * Math.min(part.sizeBytes(), 1L << 50));
    }

    InspectionFindings walk() {
        checkHead();
        byte[] footer = null;
        FileMetaData meta = null;
        try {
            footer = footerReader.footerBytes(part);
            meta = footerReader.parse(part, footer);
        } catch (PartRejectedException e) {
            problems.add(e, -1, -1);
        }
        if (meta == null) {
            InspectionSchema none = InspectionSchema.of(null, limits);
            int length = footer == null ? -1 : footer.length;
            return new InspectionFindings(
                    part, length, null, none, List.of(), orderBy, null, "the footer cannot be read", problems);
        }
        InspectionSchema schema = InspectionSchema.of(meta.getSchema(), limits);
        try {
            footerReader.check(part, meta, FooterReader.dataEnd(part, footer));
        } catch (PartRejectedException e) {
            problems.addOfFooter(e);
        }
        schema.leaves().forEach(this::addLeaf);
        List<List<InspectionChunk>> groups = readGroups(meta, schema.isWhole(), FooterReader.dataEnd(part, footer));
        problems.finish();
        return new InspectionFindings(
                part, footer.length, meta, schema, groups, orderBy, order, noOrderBecause, problems);
    }

    /** Packing never looks at the first four bytes; to a reader of this report they tell a good deal. */
    private void checkHead() {
        if (part.sizeBytes() < MAGIC.length) {
            return;
        }
        byte[] head = new byte[MAGIC.length];
        part.bytes().read(0, head, 0, head.length);
        boolean isParquet = Arrays.equals(head, MAGIC);
        byte[] tail = new byte[MAGIC.length];
        part.bytes().read(part.sizeBytes() - MAGIC.length, tail, 0, tail.length);
        boolean endsWell = Arrays.equals(tail, MAGIC);
        if (!isParquet && endsWell) {
            problems.addRemark("the file does not begin with PAR1, as it should; its footer does not need that");
        } else if (isParquet && !endsWell) {
            problems.addRemark(
                    "the file begins with PAR1, so it was once a Parquet file: its end is missing or replaced");
        }
    }

    private void addLeaf(InspectionSchema.Node node) {
        Optional<PartRejectedException> refusal = refusal(node);
        refusal.ifPresent(e -> problems.add(e, -1, -1));
        ColumnSchema column = node.column();
        boolean isNamed = order == null && node.path().equals(orderBy);
        boolean isKey = isNamed && refusal.isEmpty() && KeyColumn.isSupported(column);
        if (isKey) {
            order = new InspectionOrder(KeyColumn.of(column));
            noOrderBecause = "";
        } else if (isNamed) {
            noOrderBecause = "this version cannot sort by " + column.describe();
        }
        leaves.add(new Leaf(leaves.size(), column, refusal, isKey));
    }

    private Optional<PartRejectedException> refusal(InspectionSchema.Node node) {
        try {
            footerReader.checkElement(part, node.element());
        } catch (PartRejectedException e) {
            return Optional.of(new PartRejectedException(e.reason(), part.name(), node.path(), -1, e.detail()));
        }
        return node.depth() == 1
                ? Optional.empty()
                : Optional.of(new PartRejectedException(
                        Reason.UNSUPPORTED,
                        part.name(),
                        node.path(),
                        -1,
                        "nested columns are not read by this version"));
    }

    private List<List<InspectionChunk>> readGroups(FileMetaData meta, boolean isSchemaWhole, long dataEnd) {
        List<List<InspectionChunk>> groups = new ArrayList<>();
        boolean canRead = isSchemaWhole && meta.getRow_groupsSize() <= limits.rowGroups();
        for (int i = 0; i < meta.getRow_groupsSize(); i++) {
            RowGroup group = meta.getRow_groups().get(i);
            if (canRead && group.getColumnsSize() == leaves.size()) {
                groups.add(readGroup(i, group, dataEnd));
            } else {
                groups.add(List.of());
                missKeys(group.getNum_rows());
            }
        }
        return groups;
    }

    private List<InspectionChunk> readGroup(int rowGroup, RowGroup group, long dataEnd) {
        List<InspectionChunk> chunks = new ArrayList<>(leaves.size());
        for (Leaf leaf : leaves) {
            ColumnChunk footer = group.getColumns().get(leaf.place());
            InspectionChunk chunk = readChunk(rowGroup, leaf, footer, group.getNum_rows(), dataEnd);
            chunks.add(chunk);
            if (leaf.isKey() && chunk.pageCount() == 0) {
                missKeys(group.getNum_rows());
            }
        }
        return chunks;
    }

    private void missKeys(long rows) {
        if (order != null && rows > 0) {
            order.missGroup();
        }
    }

    private InspectionChunk readChunk(int rowGroup, Leaf leaf, ColumnChunk footer, long rows, long dataEnd) {
        Optional<PartRejectedException> refusal = leaf.refusal();
        if (refusal.isPresent() && refusal.get().reason() != Reason.UNSUPPORTED) {
            return InspectionChunk.unopened(leaf.place(), footer, Outcome.BROKEN);
        }
        ChunkMeta chunk;
        try {
            ColumnMetaData meta = FooterReader.chunkMeta(part, footer, leaf.column());
            if (rows <= 0) {
                return InspectionChunk.unopened(leaf.place(), footer, Outcome.SOUND);
            }
            long values = refusal.isEmpty() ? rows : meta.getNum_values();
            chunk = footerReader.chunk(part, leaf.column(), meta, values, dataEnd);
        } catch (PartRejectedException e) {
            problems.add(e, rowGroup, -1);
            Outcome outcome = e.reason() == Reason.UNSUPPORTED ? Outcome.UNREAD : Outcome.BROKEN;
            return InspectionChunk.unopened(leaf.place(), footer, outcome);
        }
        if (!takeAllowance(leaf.column(), chunk)) {
            return InspectionChunk.unopened(leaf.place(), footer, Outcome.UNREAD);
        }
        InspectionReader.Task task = new InspectionReader.Task(rowGroup, leaf.place(), leaf.column(), footer, chunk);
        if (refusal.isPresent()) {
            return reader.walk(task);
        }
        return leaf.isKey() ? reader.decodeKey(task, order) : reader.decode(task);
    }

    /** What is read of a file is bounded by the size of the file, whatever its footer claims. */
    private boolean takeAllowance(ColumnSchema column, ChunkMeta chunk) {
        if (chunk.sizeBytes() > bytesLeft) {
            problems.addUnread(column.name(), "the column chunks before it have as many bytes as the whole file");
            return false;
        }
        if (chunk.valueCount() > valuesLeft) {
            problems.addUnread(column.name(), "more values than a file of this size is read for");
            return false;
        }
        bytesLeft -= chunk.sizeBytes();
        valuesLeft -= chunk.valueCount();
        return true;
    }
}
