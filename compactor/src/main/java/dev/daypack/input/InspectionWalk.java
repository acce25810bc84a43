package dev.daypack.input;

import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.memory.BufferPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** Flat values that take as long as a nested one, with its levels. */
    private static final long NESTED_WEIGHT = 8;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final Part part;
    private final InputLimits limits;
    private final SortOrder sortOrder;
    private final FooterReader footerReader;
    private final InspectionReader reader;
    private final InspectionProblems problems = new InspectionProblems();
    private final List<Leaf> leaves = new ArrayList<>();

    private long bytesLeft;
    private long valuesLeft;
    private InspectionOrder order;
    private String noOrderBecause;

    /**
     * A column as packing sees it.
     *
     * @param place among the leaves
     * @param isRead whether packing takes it, by its schema
     * @param isKey whether it is the sort column
     */
    private record Leaf(int place, ColumnSchema column, boolean isRead, boolean isKey) {}

    InspectionWalk(Part part, InputLimits limits, SortOrder sortOrder, Decompressors decompressors, BufferPool pool) {
        this.part = part;
        this.limits = limits;
        this.sortOrder = sortOrder;
        this.footerReader = new FooterReader(limits, sortOrder.firstName());
        this.reader = new InspectionReader(part, limits, decompressors, pool, problems, MAX_KEPT_PAGES);
        this.noOrderBecause = sortOrder.terms().isNone()
                ? "rows stay as they stand in the file"
                : "there is no such column; to merge the file, set order-by to one that it has, or to none";
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
                    part, length, null, none, List.of(), sortOrder, null, "the footer cannot be read", problems);
        }
        InspectionSchema schema = InspectionSchema.of(meta.getSchema(), limits);
        try {
            footerReader.check(part, meta, FooterReader.dataEnd(part, footer));
        } catch (PartRejectedException e) {
            problems.addOfFooter(e);
        }
        schema.leaves().forEach(this::addLeaf);
        schema.nodes().stream()
                .filter(InspectionSchema.Node::isAnnotationDropped)
                .forEach(node -> problems.addRemark("column " + node.path()
                        + " is read without its annotation, of a kind unknown to this version"));
        remarkOnOrder(schema);
        List<List<InspectionChunk>> groups = readGroups(meta, schema.isWhole(), FooterReader.dataEnd(part, footer));
        problems.finish();
        return new InspectionFindings(
                part, footer.length, meta, schema, groups, sortOrder, order, noOrderBecause, problems);
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
        boolean isRead = isRead(node);
        ColumnSchema column = node.column();
        boolean isNamed = order == null
                && sortOrder.firstName().filter(node.path()::equals).isPresent();
        boolean isKey = isNamed && isRead && !column.isNested() && KeyColumn.isSupported(column);
        if (isKey) {
            boolean isDescending = sortOrder.terms().first().orElseThrow().isDescending();
            order = new InspectionOrder(
                    new KeyColumn(leaves.size(), column, KeyKind.of(column), isDescending, sortOrder.nullKeys()));
            noOrderBecause = "";
        } else if (isNamed && isRead) {
            noOrderBecause = SortKey.isSortable(column)
                    ? "an inspection follows whole numbers only, and this is " + column.describe()
                    : SortKey.whyNotSortable(column);
        }
        leaves.add(new Leaf(leaves.size(), column, isRead, isKey));
    }

    /** The first column is told of where the order is. */
    private void remarkOnOrder(InspectionSchema schema) {
        sortOrder.terms().names().stream()
                .skip(1)
                .filter(name ->
                        schema.leaves().stream().noneMatch(leaf -> leaf.path().equals(name)))
                .forEach(name -> problems.addRemark("order-by names " + name
                        + ", and there is no such column; to merge the file, set order-by to columns that it has"));
    }

    private boolean isRead(InspectionSchema.Node node) {
        try {
            SchemaReader.checkElement(part, node.path(), node.element(), limits);
            return true;
        } catch (PartRejectedException e) {
            problems.add(e, -1, -1);
            return false;
        }
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
        if (!leaf.isRead()) {
            return InspectionChunk.unopened(leaf.place(), footer, Outcome.BROKEN);
        }
        ChunkMeta chunk;
        try {
            ColumnMetaData meta = FooterReader.chunkMeta(part, footer, leaf.column());
            if (rows <= 0) {
                return InspectionChunk.unopened(leaf.place(), footer, Outcome.SOUND);
            }
            chunk = footerReader.chunk(part, leaf.column(), meta, rows, dataEnd);
        } catch (PartRejectedException e) {
            problems.add(e, rowGroup, -1);
            Outcome outcome = e.reason() == Reason.UNSUPPORTED ? Outcome.UNREAD : Outcome.BROKEN;
            return InspectionChunk.unopened(leaf.place(), footer, outcome);
        }
        if (!takeAllowance(leaf.column(), chunk)) {
            return InspectionChunk.unopened(leaf.place(), footer, Outcome.UNREAD);
        }
        InspectionReader.Task task = new InspectionReader.Task(
                rowGroup, leaf.place(), leaf.column(), rows, footer, chunk, refusesNulls(leaf.column()));
        return leaf.isKey() ? reader.decodeKey(task, order) : reader.decode(task);
    }

    private boolean refusesNulls(ColumnSchema column) {
        return sortOrder.nullKeys() == NullKeys.REJECT
                && sortOrder.terms().names().contains(column.name());
    }

    /** What is read of a file is bounded by the size of the file, whatever its footer claims. */
    private boolean takeAllowance(ColumnSchema column, ChunkMeta chunk) {
        if (chunk.sizeBytes() > bytesLeft) {
            problems.addUnread(column.name(), "the column chunks before it have as many bytes as the whole file");
            return false;
        }
        long values = chunk.valueCount() * (column.isNested() ? NESTED_WEIGHT : 1);
        if (values > valuesLeft) {
            problems.addUnread(column.name(), "more values than a file of this size is read for");
            return false;
        }
        bytesLeft -= chunk.sizeBytes();
        valuesLeft -= values;
        return true;
    }
}
