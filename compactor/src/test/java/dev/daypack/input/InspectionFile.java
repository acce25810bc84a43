package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.codec.Packed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * Writes Parquet files page by page, right or wrong: what stands in a header, a page and the footer is all up to the
 * test. Columns and row groups come in the order in which they are added.
 */
final class InspectionFile {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<SchemaElement> schema = new ArrayList<>();
    private final List<RowGroup> groups = new ArrayList<>();
    private final List<Integer> bodyOffsets = new ArrayList<>();
    private Compression compression = Compression.UNCOMPRESSED;
    private boolean hasChecksums = true;
    private RowGroup group;
    private ColumnMetaData chunk;
    private boolean hasDataPage;

    InspectionFile() {
        bytes.writeBytes(MAGIC);
    }

    InspectionFile compress(Compression with) {
        compression = with;
        return this;
    }

    InspectionFile withoutChecksums() {
        hasChecksums = false;
        return this;
    }

    InspectionFile column(String name, Type type) {
        return element(new SchemaElement(name).setType(type).setRepetition_type(FieldRepetitionType.REQUIRED));
    }

    InspectionFile element(SchemaElement element) {
        schema.add(element);
        return this;
    }

    InspectionFile group(long rows) {
        group = new RowGroup(new ArrayList<>(), 0, rows);
        groups.add(group);
        return this;
    }

    /** The next column chunk of the present row group, for the column at the same place of a flat schema. */
    InspectionFile chunk() {
        SchemaElement element = schema.get(group.getColumnsSize());
        chunk = new ColumnMetaData(
                element.getType(),
                List.of(Encoding.PLAIN),
                List.of(element.getName()),
                CompressionCodec.valueOf(compression.name()),
                group.getNum_rows(),
                0,
                0,
                bytes.size());
        hasDataPage = false;
        group.addToColumns(new ColumnChunk(0).setMeta_data(chunk));
        return this;
    }

    ColumnChunk lastColumnChunk() {
        return group.getColumns().get(group.getColumnsSize() - 1);
    }

    ColumnMetaData lastChunk() {
        return chunk;
    }

    InspectionFile statistics(Statistics statistics) {
        chunk.setStatistics(statistics);
        return this;
    }

    /** A data page whose values section is the body: right for required columns. */
    InspectionFile page(int values, Encoding encoding, byte[] body) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, body.length, 0);
        header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
        return write(header, body);
    }

    /** A v2 page that is not compressed; its body begins with the levels. */
    InspectionFile pageV2(
            int values, int nulls, int rows, Encoding encoding, byte[] repetitions, byte[] definitions, byte[] body) {
        byte[] all = join(repetitions, definitions, body);
        PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, all.length, 0);
        header.setData_page_header_v2(
                new DataPageHeaderV2(values, nulls, rows, encoding, definitions.length, repetitions.length)
                        .setIs_compressed(false));
        return write(header, all);
    }

    InspectionFile dictionary(int values, byte[] body) {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
        chunk.setDictionary_page_offset(bytes.size());
        return write(header, body);
    }

    private InspectionFile write(PageHeader header, byte[] body) {
        byte[] packed = Packed.page(compression, body);
        header.setCompressed_page_size(packed.length);
        if (hasChecksums) {
            CRC32 crc = new CRC32();
            crc.update(packed);
            header.setCrc((int) crc.getValue());
        }
        int start = bytes.size();
        try {
            Util.writePageHeader(header, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bodyOffsets.add(bytes.size());
        bytes.writeBytes(packed);
        long plain = chunk.getTotal_uncompressed_size() + bytes.size() - start - packed.length + body.length;
        chunk.setTotal_uncompressed_size(plain);
        chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() + bytes.size() - start);
        if (header.getType() != PageType.DICTIONARY_PAGE && !hasDataPage) {
            chunk.setData_page_offset(start);
            hasDataPage = true;
        }
        return this;
    }

    /** Where the body of each page begins. */
    List<Integer> bodyOffsets() {
        return bodyOffsets;
    }

    /** The whole file, with a footer to match. */
    byte[] bytes() {
        SchemaElement root = new SchemaElement("schema").setNum_children(schema.size());
        List<SchemaElement> elements = new ArrayList<>(List.of(root));
        elements.addAll(schema);
        return bytes(elements);
    }

    /** The same under another schema. */
    byte[] bytes(List<SchemaElement> elements) {
        long rows = groups.stream().mapToLong(RowGroup::getNum_rows).sum();
        return bytes(new FileMetaData(1, elements, rows, groups).setCreated_by("a test"));
    }

    /** The whole file, with a footer of the test's own. */
    byte[] bytes(FileMetaData meta) {
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(meta, footer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes(footer.toByteArray());
    }

    byte[] bytes(byte[] footer) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(bytes.toByteArray());
        file.writeBytes(footer);
        file.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        file.writeBytes(MAGIC);
        return file.toByteArray();
    }

    static byte[] join(byte[]... sections) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(sections).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Fewer than 500 levels of up to two bits each, as v2 pages have them: one bit-packed run. */
    static byte[] levels(int bits, int... levels) {
        int groups = (levels.length + 7) / 8;
        byte[] section = new byte[1 + groups * bits];
        section[0] = (byte) (groups << 1 | 1);
        for (int i = 0; i < levels.length; i++) {
            section[1 + i * bits / 8] |= (byte) (levels[i] << (i * bits % 8));
        }
        return section;
    }

    /** The same as v1 pages have them, after their length. */
    static byte[] levelsV1(int bits, int... levels) {
        return afterLength(levels(bits, levels));
    }

    /** As many times one level, for a v1 page. */
    static byte[] sameLevelV1(int count, int level) {
        return afterLength(run(count, level));
    }

    /** A run of one level or id: twice the count, seven bits a byte, then the value. */
    static byte[] run(int count, int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = 2 * count;
        for (; left > 0x7f; left >>>= 7) {
            out.write(left & 0x7f | 0x80);
        }
        out.write(left);
        out.write(value);
        return out.toByteArray();
    }

    private static byte[] afterLength(byte[] section) {
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(section.length)
                .array();
        return join(length, section);
    }

    static byte[] plainLongs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(buffer::putLong);
        return buffer.array();
    }

    static byte[] plainTexts(String... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(utf8.length)
                    .array());
            out.writeBytes(utf8);
        }
        return out.toByteArray();
    }

    /** Eight dictionary ids of eight bits each, as one bit-packed group. */
    static byte[] eightIds(int... ids) {
        byte[] body = new byte[2 + ids.length];
        body[0] = 8;
        body[1] = (byte) (((ids.length / 8) << 1) | 1);
        for (int i = 0; i < ids.length; i++) {
            body[2 + i] = (byte) ids[i];
        }
        return body;
    }
}
