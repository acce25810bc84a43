package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.encoding.MalformedDataException;
import dev.daypack.input.PartRejectedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Reads and checks the footer of a part: one read of the file's tail, a second only when the footer is longer. Before
 * the Thrift classes see a byte, the structure is walked once so that no claimed size takes memory.
 *
 * <p>Source: parquet-format, README and parquet.thrift. Thread-safe.
 */
public final class FooterReader {

    /** Footers of collectors' parts are 2 to 8 KB; one read of this size nearly always has it whole. */
    private static final int LEAST_TAIL_BYTES = 64 << 10;

    private static final int MOST_TAIL_BYTES = 1 << 20;

    /** Large files have footers of up to a few thousandths of their size. */
    private static final int TAIL_OF_FILE = 256;

    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_BYTES = 4;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
    private static final String ENCRYPTED_COLUMN =
            "the column is encrypted; decrypt the file before it is packed, or leave the column out of it";
    private static final int MAX_THRIFT_DEPTH = 64;

    /** Values of a part that need no bytes to be believed: run lengths and dictionaries say much in a few. */
    private static final long FREE_VALUES = 64L << 20;

    /** No file has so many; sums over all parts of a day stay far from overflowing. */
    private static final long MAX_ROWS = 1L << 40;

    private final InputLimits limits;
    private final Optional<String> orderBy;
    private final LikeFooters likeBefore = new LikeFooters();

    /** @param orderBy name of the first sort column, whose statistics are kept; empty to keep none */
    public FooterReader(InputLimits limits, Optional<String> orderBy) {
        this.limits = limits;
        this.orderBy = orderBy;
    }

    /** @throws PartRejectedException if the file is not a Parquet file that this version reads */
    public PartFooter read(Part part) {
        byte[] footer = footerBytes(part);
        FileMetaData meta = parse(part, footer, likeBefore::read);
        PartFooter checked = check(part, meta, dataEnd(part, footer));
        likeBefore.remember(footer, meta);
        return checked;
    }

    /** How much is read of the end of a file to find its footer; nearly always enough to have it whole. */
    public static int tailBytes(long sizeBytes) {
        long tail = Math.max(LEAST_TAIL_BYTES, Math.min(MOST_TAIL_BYTES, sizeBytes / TAIL_OF_FILE));
        return Math.toIntExact(Math.min(sizeBytes, tail));
    }

    /** Where the footer begins, and no page may reach. */
    static long dataEnd(Part part, byte[] footer) {
        return part.sizeBytes() - TRAILER_BYTES - footer.length;
    }

    /** Checks what the footer says against the limits and against itself. */
    PartFooter check(Part part, FileMetaData meta, long dataEnd) {
        SchemaReader schema = new SchemaReader(part, meta.getSchema(), limits);
        List<SchemaField> fields = schema.fields();
        List<ColumnSchema> columns = SchemaField.leaves(fields);
        checkNamesDiffer(part, columns);
        List<RowGroupMeta> rowGroups = new ArrayList<>();
        long rows = 0;
        check(
                part,
                meta.getRow_groupsSize() <= limits.rowGroups(),
                Reason.OVER_LIMIT,
                meta.getRow_groupsSize() + " row groups; limits.row-groups is " + limits.rowGroups());
        for (RowGroup group : meta.getRow_groups()) {
            RowGroupMeta rowGroup = rowGroup(part, group, columns, dataEnd);
            rows += rowGroup.rows();
            check(part, rows <= MAX_ROWS, Reason.CORRUPT, "the row groups claim more than " + MAX_ROWS + " rows");
            if (rowGroup.rows() > 0) {
                rowGroups.add(rowGroup);
            }
        }
        checkNoOverlap(part, rowGroups);
        checkValues(part, rowGroups);
        // Old Arrow wrote 0 into the footer of some files; the row groups know better.
        check(
                part,
                rows == meta.getNum_rows() || meta.getNum_rows() == 0,
                Reason.CORRUPT,
                "the footer claims " + meta.getNum_rows() + " rows, its row groups have " + rows);
        return new PartFooter(
                part, fields, columns, List.copyOf(rowGroups), rows, keyValues(meta), schema.droppedAnnotations());
    }

    /** A name with a dot can read like the path of another column; messages and digests could not tell them apart. */
    private static void checkNamesDiffer(Part part, List<ColumnSchema> columns) {
        Set<String> names = new HashSet<>();
        for (ColumnSchema column : columns) {
            if (!names.add(column.name())) {
                throw rejected(part, column, Reason.UNSUPPORTED, "two columns read like this, dots and all");
            }
        }
    }

    byte[] footerBytes(Part part) {
        long size = part.sizeBytes();
        check(
                part,
                size >= HEADER_BYTES + TRAILER_BYTES,
                Reason.CORRUPT,
                "not a Parquet file: only " + size + " bytes long");
        int tailLength = tailBytes(size);
        byte[] tail = new byte[tailLength];
        part.bytes().read(size - tailLength, tail, 0, tailLength);
        checkMagic(part, tail);
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tailLength - TRAILER_BYTES);
        check(
                part,
                length >= 0 && length <= size - HEADER_BYTES - TRAILER_BYTES,
                Reason.CORRUPT,
                "the trailer claims a footer of " + Integer.toUnsignedString(length) + " bytes in a file of " + size);
        check(
                part,
                length <= limits.footerBytes(),
                Reason.OVER_LIMIT,
                "a footer of " + length + " bytes; limits.footer-bytes is " + limits.footerBytes());
        if (length <= tailLength - TRAILER_BYTES) {
            int end = tailLength - TRAILER_BYTES;
            return Arrays.copyOfRange(tail, end - length, end);
        }
        byte[] footer = new byte[length];
        part.bytes().read(size - TRAILER_BYTES - length, footer, 0, length);
        return footer;
    }

    private static void checkMagic(Part part, byte[] tail) {
        byte[] magic = Arrays.copyOfRange(tail, tail.length - MAGIC.length, tail.length);
        check(
                part,
                !Arrays.equals(magic, ENCRYPTED_MAGIC),
                Reason.UNSUPPORTED,
                "the footer is encrypted (PARE); decrypt the file before it is packed");
        check(
                part,
                Arrays.equals(magic, MAGIC),
                Reason.CORRUPT,
                "not a Parquet file, or cut off: it does not end in PAR1");
    }

    /** Reads all of a footer. */
    FileMetaData parse(Part part, byte[] footer) {
        return parse(part, footer, whole -> null);
    }

    /** @param shortcut reads what it can, and gives null of what it cannot */
    private FileMetaData parse(Part part, byte[] footer, Function<byte[], FileMetaData> shortcut) {
        try {
            new CompactReader().reset(footer, 0, footer.length).skipWholeStruct(MAX_THRIFT_DEPTH);
            FileMetaData meta = shortcut.apply(footer);
            if (meta == null) {
                // What is misread because a list has elements of the wrong type claims no more than there is, either.
                meta = Util.readFileMetaData(new ByteArrayInputStream(footer), Math.max(1, footer.length));
            }
            OldChunkSizes.mend(meta, dataEnd(part, footer));
            return meta;
        } catch (IOException | MalformedDataException | CompactReader.OutOfBytes e) {
            throw new PartRejectedException(
                    Reason.CORRUPT,
                    part.name(),
                    "",
                    part.sizeBytes() - TRAILER_BYTES - footer.length,
                    "the footer cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private RowGroupMeta rowGroup(Part part, RowGroup group, List<ColumnSchema> columns, long dataEnd) {
        check(
                part,
                group.getNum_rows() >= 0 && group.getNum_rows() <= MAX_ROWS,
                Reason.CORRUPT,
                "a row group claims " + group.getNum_rows() + " rows");
        check(
                part,
                group.getColumnsSize() == columns.size(),
                Reason.CORRUPT,
                "a row group has " + group.getColumnsSize() + " column chunks for " + columns.size() + " columns");
        List<ChunkMeta> chunks = new ArrayList<>(columns.size());
        KeyClaim claim = KeyClaim.NONE;
        for (int i = 0; i < columns.size(); i++) {
            ColumnSchema column = columns.get(i);
            ColumnMetaData meta = chunkMeta(part, group.getColumns().get(i), column);
            if (group.getNum_rows() > 0) {
                chunks.add(chunk(part, column, meta, group.getNum_rows(), dataEnd));
            }
            if (orderBy.isPresent() && orderBy.get().equals(column.name())) {
                claim = new KeyClaim(column, meta.getStatistics());
            }
        }
        return new RowGroupMeta(group.getNum_rows(), ChunkTable.of(chunks, group.getNum_rows()), claim);
    }

    static ColumnMetaData chunkMeta(Part part, ColumnChunk chunk, ColumnSchema column) {
        if (chunk.isSetCrypto_metadata() || chunk.isSetEncrypted_column_metadata()) {
            throw rejected(part, column, Reason.UNSUPPORTED, ENCRYPTED_COLUMN);
        }
        if (chunk.isSetFile_path() && !chunk.getFile_path().isEmpty()) {
            throw rejected(part, column, Reason.UNSUPPORTED, "its data stand in another file (file_path)");
        }
        ColumnMetaData meta = chunk.getMeta_data();
        if (meta == null) {
            throw rejected(part, column, Reason.CORRUPT, "a column chunk has no metadata");
        }
        if (meta.getType() != column.type()) {
            throw rejected(
                    part,
                    column,
                    Reason.CORRUPT,
                    "the schema says " + column.type() + ", the column chunk " + meta.getType());
        }
        if (meta.getPath_in_schema() != null
                && !String.join(".", meta.getPath_in_schema()).equals(column.name())) {
            throw rejected(
                    part,
                    column,
                    Reason.CORRUPT,
                    "the column chunk in its place says that it is of " + String.join(".", meta.getPath_in_schema()));
        }
        return meta;
    }

    ChunkMeta chunk(Part part, ColumnSchema column, ColumnMetaData meta, long rows, long dataEnd) {
        long offset = meta.getData_page_offset();
        // Some writers put 0 where there is no dictionary page.
        if (meta.isSetDictionary_page_offset()
                && meta.getDictionary_page_offset() > 0
                && meta.getDictionary_page_offset() < offset) {
            offset = meta.getDictionary_page_offset();
        }
        long size = meta.getTotal_compressed_size();
        if (offset < HEADER_BYTES || size < 0 || offset > dataEnd || size > dataEnd - offset) {
            throw rejected(
                    part,
                    column,
                    Reason.CORRUPT,
                    "a column chunk of " + size + " bytes at " + offset + " lies outside the data, which end at "
                            + dataEnd);
        }
        // Of a repeated column a row has any number of values, but one entry at least, be it only for an empty list.
        boolean fits = column.maxRepetition() == 0 ? meta.getNum_values() == rows : meta.getNum_values() >= rows;
        if (!fits || meta.getNum_values() > MAX_ROWS) {
            throw rejected(
                    part,
                    column,
                    Reason.CORRUPT,
                    "a column chunk has " + meta.getNum_values() + " values in a row group of " + rows + " rows");
        }
        return new ChunkMeta(
                compression(part, column, meta),
                meta.getNum_values(),
                offset,
                size,
                plausible(size, meta.getTotal_uncompressed_size()));
    }

    /** A claim that nothing rests on but the width of row groups; within what a page may expand to. */
    private long plausible(long sizeBytes, long claimedBytes) {
        long most = sizeBytes * limits.expansionRatio() + InputLimits.FREE_EXPANSION_BYTES;
        return Math.max(sizeBytes, Math.min(claimedBytes, most));
    }

    private static Compression compression(Part part, ColumnSchema column, ColumnMetaData meta) {
        if (meta.getCodec() == null) {
            throw rejected(part, column, Reason.CORRUPT, "a column chunk names no codec");
        }
        return switch (meta.getCodec()) {
            case UNCOMPRESSED -> Compression.UNCOMPRESSED;
            case SNAPPY -> Compression.SNAPPY;
            case GZIP -> Compression.GZIP;
            case ZSTD -> Compression.ZSTD;
            case LZ4_RAW -> Compression.LZ4_RAW;
            case LZ4 -> Compression.LZ4;
            case BROTLI -> Compression.BROTLI;
            case LZO ->
                throw rejected(
                        part,
                        column,
                        Reason.UNSUPPORTED,
                        "codec LZO is not read; rewrite the part with another codec, such as ZSTD");
        };
    }

    private static void checkNoOverlap(Part part, List<RowGroupMeta> rowGroups) {
        List<ChunkMeta> chunks = new ArrayList<>();
        rowGroups.forEach(group -> chunks.addAll(group.chunks()));
        chunks.sort(Comparator.comparingLong(ChunkMeta::offset));
        for (int i = 1; i < chunks.size(); i++) {
            ChunkMeta before = chunks.get(i - 1);
            check(
                    part,
                    before.offset() + before.sizeBytes() <= chunks.get(i).offset(),
                    Reason.CORRUPT,
                    "the column chunks at " + before.offset() + " and "
                            + chunks.get(i).offset() + " overlap");
        }
    }

    /** Values that take no bytes take time all the same, to read and to write: hours, if nobody looks at the claim. */
    private void checkValues(Part part, List<RowGroupMeta> rowGroups) {
        long values = 0;
        for (RowGroupMeta group : rowGroups) {
            for (ChunkMeta chunk : group.chunks()) {
                values += chunk.valueCount();
            }
        }
        check(
                part,
                values <= FREE_VALUES || (values - FREE_VALUES) / limits.expansionRatio() <= part.sizeBytes(),
                Reason.OVER_LIMIT,
                values + " values in a file of " + part.sizeBytes() + " bytes; limits.expansion-ratio is "
                        + limits.expansionRatio());
    }

    private static Map<String, String> keyValues(FileMetaData meta) {
        Map<String, String> keyValues = new LinkedHashMap<>();
        if (meta.isSetKey_value_metadata()) {
            for (KeyValue entry : meta.getKey_value_metadata()) {
                keyValues.putIfAbsent(entry.getKey(), entry.getValue() == null ? "" : entry.getValue());
            }
        }
        return keyValues;
    }

    private static void check(Part part, boolean holds, Reason reason, String detail) {
        if (!holds) {
            throw new PartRejectedException(reason, part.name(), "", -1, detail);
        }
    }

    private static PartRejectedException rejected(Part part, ColumnSchema column, Reason reason, String detail) {
        return new PartRejectedException(reason, part.name(), column.name(), -1, detail);
    }
}
