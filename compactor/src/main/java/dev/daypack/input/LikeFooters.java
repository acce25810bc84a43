package dev.daypack.input;

import dev.daypack.encoding.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/**
 * Reads footers that are like one read before: with the same schema, byte for byte, and with nothing in them but what
 * ordinary writers put there. The parts of a day are like that, and are read in a fraction of the time that the Thrift
 * classes take. Of any other footer it says nothing; those are for the Thrift classes.
 *
 * <p>What no reader of parts looks at is left out: encodings, sizes of row groups, column orders. Thread-safe.
 */
final class LikeFooters {

    private static final int MAX_DEPTH = 64;
    private static final int SCHEMA = 2;
    private static final int LONG_LIST = 15;

    /** Of FileMetaData in parquet.thrift. */
    private static final int MOST_FIELDS = 9;

    /**
     * The schema of a footer, as bytes and as read.
     *
     * @param paths of the columns in order, as bytes; none if the footer has no row group
     */
    private record Known(byte[] bytes, List<SchemaElement> schema, List<byte[]> paths) {}

    /** Ends the reading of a footer that is not like the others. Carries no stack. */
    private static final class Unlike extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unlike() {
            super("not an ordinary footer", null, false, false);
        }
    }

    private volatile Known known;

    /** Remembers the schema of a footer that was read otherwise, and found good. One read here has the very list. */
    @SuppressWarnings("ReferenceEquality")
    void remember(byte[] footer, FileMetaData meta) {
        Known like = known;
        if (like != null && like.schema() == meta.getSchema()) {
            return;
        }
        int[] range = schemaRange(footer);
        List<byte[]> paths = paths(meta);
        if (range != null && paths != null) {
            known = new Known(Arrays.copyOfRange(footer, range[0], range[1]), meta.getSchema(), paths);
        }
    }

    /** The paths of a footer's columns as every writer puts them; null if it was read here, and has none. */
    private static List<byte[]> paths(FileMetaData meta) {
        List<byte[]> paths = new ArrayList<>();
        if (!meta.getRow_groups().isEmpty()) {
            for (ColumnChunk chunk : meta.getRow_groups().get(0).getColumns()) {
                List<String> names = chunk.getMeta_data().getPath_in_schema();
                if (names == null) {
                    return null;
                }
                paths.add(path(names));
            }
        }
        return paths;
    }

    /** A list of strings in Thrift's compact protocol. */
    private static byte[] path(List<String> names) {
        ByteBuilder bytes = new ByteBuilder(64);
        if (names.size() < LONG_LIST) {
            bytes.putByte(names.size() << 4 | CompactReader.BINARY);
        } else {
            bytes.putByte(LONG_LIST << 4 | CompactReader.BINARY);
            bytes.putVarInt(names.size());
        }
        for (String name : names) {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            bytes.putVarInt(text.length);
            bytes.put(text, 0, text.length);
        }
        return bytes.toArray();
    }

    /** @return null if the footer is not like the one remembered; the structure must have been walked before */
    FileMetaData read(byte[] footer) {
        Known like = known;
        if (like == null) {
            return null;
        }
        try {
            return new Reading(footer, like).file();
        } catch (Unlike | CompactReader.OutOfBytes e) {
            return null;
        }
    }

    /**
     * Where the value of the schema's field stands; null if there are several, or numbers that others may take for its.
     */
    private static int[] schemaRange(byte[] footer) {
        CompactReader reader = new CompactReader().reset(footer, 0, footer.length);
        int[] range = null;
        while (reader.nextField()) {
            int id = reader.fieldId();
            boolean isSchema = id == SCHEMA;
            if (id < 1 || id > MOST_FIELDS || (isSchema && (range != null || !reader.fieldIs(CompactReader.LIST)))) {
                return null;
            }
            int from = reader.position();
            reader.skipField(MAX_DEPTH);
            if (isSchema) {
                range = new int[] {from, reader.position()};
            }
        }
        return range;
    }

    /** One footer. */
    private static final class Reading {
        private final byte[] footer;
        private final Known like;
        private final CompactReader reader;

        Reading(byte[] footer, Known like) {
            this.footer = footer;
            this.like = like;
            this.reader = new CompactReader().reset(footer, 0, footer.length);
        }

        FileMetaData file() {
            FileMetaData file = new FileMetaData();
            while (reader.nextField()) {
                switch (reader.fieldId()) {
                    case 1 -> file.setVersion(i32());
                    case 2 -> file.setSchema(schema());
                    case 3 -> file.setNum_rows(i64());
                    case 4 -> file.setRow_groups(groups());
                    case 5 -> file.setKey_value_metadata(keyValues());
                    case 6 -> file.setCreated_by(text());
                    case 7 -> reader.skipField(MAX_DEPTH);
                    default -> throw new Unlike();
                }
            }
            require(file.isSetVersion() && file.isSetSchema() && file.isSetNum_rows() && file.isSetRow_groups());
            return file;
        }

        private List<SchemaElement> schema() {
            require(reader.fieldIs(CompactReader.LIST));
            int from = reader.position();
            reader.skipField(MAX_DEPTH);
            require(Arrays.equals(footer, from, reader.position(), like.bytes(), 0, like.bytes().length));
            return like.schema();
        }

        private List<RowGroup> groups() {
            int size = list();
            List<RowGroup> groups = new ArrayList<>(Math.min(size, 64));
            for (int i = 0; i < size; i++) {
                groups.add(group());
            }
            return groups;
        }

        private RowGroup group() {
            RowGroup group = new RowGroup();
            int outer = reader.enter();
            while (reader.nextField()) {
                switch (reader.fieldId()) {
                    case 1 -> group.setColumns(chunks());
                    case 2 -> group.setTotal_byte_size(i64());
                    case 3 -> group.setNum_rows(i64());
                    case 4, 5, 6, 7 -> reader.skipField(MAX_DEPTH);
                    default -> throw new Unlike();
                }
            }
            reader.leave(outer);
            require(group.isSetColumns() && group.isSetTotal_byte_size() && group.isSetNum_rows());
            return group;
        }

        private List<ColumnChunk> chunks() {
            int size = list();
            List<ColumnChunk> chunks =
                    new ArrayList<>(Math.min(size, like.schema().size()));
            for (int i = 0; i < size; i++) {
                chunks.add(chunk(i));
            }
            return chunks;
        }

        private ColumnChunk chunk(int column) {
            ColumnChunk chunk = new ColumnChunk();
            int outer = reader.enter();
            while (reader.nextField()) {
                switch (reader.fieldId()) {
                    case 2 -> chunk.setFile_offset(i64());
                    case 3 -> chunk.setMeta_data(meta(column));
                    case 4, 5, 6, 7 -> reader.skipField(MAX_DEPTH);
                    default -> throw new Unlike();
                }
            }
            reader.leave(outer);
            require(chunk.isSetFile_offset() && chunk.isSetMeta_data());
            return chunk;
        }

        private ColumnMetaData meta(int column) {
            require(reader.fieldIs(CompactReader.STRUCT));
            ColumnMetaData meta = new ColumnMetaData();
            int outer = reader.enter();
            int seen = 0;
            while (reader.nextField()) {
                seen |= 1 << Math.min(31, reader.fieldId());
                metaField(meta, column);
            }
            reader.leave(outer);
            int required = 0b10_1111_1110; // fields 1 to 7 and 9
            require((seen & required) == required && meta.getType() != null && meta.getCodec() != null);
            return meta;
        }

        private void metaField(ColumnMetaData meta, int column) {
            switch (reader.fieldId()) {
                case 1 -> meta.setType(Type.findByValue(i32()));
                case 2 -> meta.setEncodings(encodings());
                case 4 -> meta.setCodec(CompressionCodec.findByValue(i32()));
                case 5 -> meta.setNum_values(i64());
                case 6 -> meta.setTotal_uncompressed_size(i64());
                case 7 -> meta.setTotal_compressed_size(i64());
                case 9 -> meta.setData_page_offset(i64());
                case 11 -> meta.setDictionary_page_offset(i64());
                case 12 -> meta.setStatistics(statistics());
                case 3 -> {
                    require(reader.fieldIs(CompactReader.LIST)
                            && column < like.paths().size());
                    int from = reader.position();
                    reader.skipField(MAX_DEPTH);
                    byte[] path = like.paths().get(column);
                    require(Arrays.equals(footer, from, reader.position(), path, 0, path.length));
                }
                case 8, 10, 13, 14, 15, 16, 17 -> reader.skipField(MAX_DEPTH);
                default -> throw new Unlike();
            }
        }

        /** Nobody looks at them, but a list that is none would be refused. */
        private List<Encoding> encodings() {
            require(reader.fieldIs(CompactReader.LIST));
            int size = reader.enterList(CompactReader.I32);
            require(size >= 0);
            for (int i = 0; i < size; i++) {
                reader.readI64();
            }
            return List.of();
        }

        private Statistics statistics() {
            require(reader.fieldIs(CompactReader.STRUCT));
            Statistics statistics = new Statistics();
            int outer = reader.enter();
            while (reader.nextField()) {
                switch (reader.fieldId()) {
                    case 1 -> statistics.setMax(binary());
                    case 2 -> statistics.setMin(binary());
                    case 3 -> statistics.setNull_count(i64());
                    case 4 -> statistics.setDistinct_count(i64());
                    case 5 -> statistics.setMax_value(binary());
                    case 6 -> statistics.setMin_value(binary());
                    case 7 -> statistics.setIs_max_value_exact(bool());
                    case 8 -> statistics.setIs_min_value_exact(bool());
                    case 9 -> reader.skipField(MAX_DEPTH); // how many are NaN
                    default -> throw new Unlike();
                }
            }
            reader.leave(outer);
            return statistics;
        }

        private List<KeyValue> keyValues() {
            int size = list();
            List<KeyValue> keyValues = new ArrayList<>(Math.min(size, 64));
            for (int i = 0; i < size; i++) {
                KeyValue entry = new KeyValue();
                int outer = reader.enter();
                while (reader.nextField()) {
                    switch (reader.fieldId()) {
                        case 1 -> entry.setKey(text());
                        case 2 -> entry.setValue(text());
                        default -> throw new Unlike();
                    }
                }
                reader.leave(outer);
                require(entry.isSetKey());
                keyValues.add(entry);
            }
            return keyValues;
        }

        private int list() {
            require(reader.fieldIs(CompactReader.LIST));
            int size = reader.enterList(CompactReader.STRUCT);
            require(size >= 0);
            return size;
        }

        private int i32() {
            require(reader.fieldIs(CompactReader.I32));
            return reader.readI32();
        }

        private long i64() {
            require(reader.fieldIs(CompactReader.I64));
            return reader.readI64();
        }

        private boolean bool() {
            require(reader.fieldIs(CompactReader.TRUE) || reader.fieldIs(CompactReader.FALSE));
            return reader.fieldIs(CompactReader.TRUE);
        }

        private byte[] binary() {
            require(reader.fieldIs(CompactReader.BINARY));
            return reader.readBinary();
        }

        private String text() {
            return new String(binary(), StandardCharsets.UTF_8);
        }

        private static void require(boolean isOrdinary) {
            if (!isOrdinary) {
                throw new Unlike();
            }
        }
    }
}
