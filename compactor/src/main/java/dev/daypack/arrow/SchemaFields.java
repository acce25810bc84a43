package dev.daypack.arrow;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a Message flatbuffer that a splice needs, after a walk over all of it: every field with its children,
 * type, dictionary and metadata lies within the bytes.
 *
 * @param message the root table
 * @param schema its header
 * @param version of the metadata, as the message says
 * @param topFields in order
 */
record SchemaFields(FlatBytes bytes, FlatTable message, FlatTable schema, int version, List<TopField> topFields) {

    /** Tables, strings and vectors: some hundred for each of 4,096 columns. */
    private static final int MAX_STEPS = 1 << 19;

    /** As deep as columns may be nested, twice: a list is two levels in Parquet and one here. */
    private static final int MAX_DEPTH = 64;

    /** V4, of Arrow 0.8; those before it mean other things by the same bytes. */
    private static final int MIN_VERSION = 3;

    private static final int MAX_VERSION = 4;
    private static final int HEADER_IS_SCHEMA = 1;
    private static final int TYPE_NONE = 0;
    private static final int TYPE_DURATION = 18;
    private static final int MILLISECONDS = 1;

    /** Keys of a field's metadata that say what its values are: extension types, and the enums of Polars. */
    private static final List<String> MARKS = List.of("ARROW:extension:", "_PL_");

    /** Fields of the table Message, by id. */
    static final class Message {
        static final int VERSION = 0;
        static final int HEADER_TYPE = 1;
        static final int HEADER = 2;
        static final int BODY_LENGTH = 3;
        static final int CUSTOM_METADATA = 4;

        private Message() {}
    }

    /** Fields of the table Schema, by id. */
    static final class Schema {
        static final int ENDIANNESS = 0;
        static final int FIELDS = 1;
        static final int CUSTOM_METADATA = 2;
        static final int FEATURES = 3;

        private Schema() {}
    }

    /** Fields of the table Field, by id. */
    static final class Field {
        static final int NAME = 0;
        static final int NULLABLE = 1;
        static final int TYPE_TYPE = 2;
        static final int TYPE = 3;
        static final int DICTIONARY = 4;
        static final int CHILDREN = 5;
        static final int CUSTOM_METADATA = 6;

        private Field() {}
    }

    /**
     * One top-level field.
     *
     * @param position of its table
     * @param meaning see {@link ArrowSchema#meaning}
     */
    record TopField(int position, String name, String meaning) {}

    /** Walks the flatbuffer that stands at an offset; throws if it is not a little-endian schema. */
    static SchemaFields of(byte[] buffer, int offset, int length) {
        FlatBytes bytes = new FlatBytes(buffer, offset, length, MAX_STEPS);
        FlatTable message = bytes.table(0);
        int version = message.int16(Message.VERSION, 0);
        require(version >= MIN_VERSION && version <= MAX_VERSION, "its metadata version is not known: " + version);
        require(message.uint8(Message.HEADER_TYPE) == HEADER_IS_SCHEMA, "the message is not a schema");
        require(message.int64(Message.BODY_LENGTH) == 0, "the message claims a body");
        walkMetadata(bytes, message.target(Message.CUSTOM_METADATA), new StringBuilder());
        FlatTable schema = FlatTable.at(bytes, message.required(Message.HEADER, "schema"));
        require(schema.int16(Schema.ENDIANNESS, 0) == 0, "the schema is big-endian");
        walkMetadata(bytes, schema.target(Schema.CUSTOM_METADATA), new StringBuilder());
        int features = schema.target(Schema.FEATURES);
        if (features >= 0) {
            bytes.length(features, 8);
        }
        List<TopField> fields = topFields(bytes, schema.required(Schema.FIELDS, "fields"));
        return new SchemaFields(bytes, message, schema, version, fields);
    }

    private static List<TopField> topFields(FlatBytes bytes, int vector) {
        int count = bytes.length(vector, 4);
        List<TopField> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int position = bytes.target(vector + 4 + 4 * i);
            StringBuilder meaning = new StringBuilder();
            walkField(bytes, position, 0, meaning);
            String name = text(bytes, FlatTable.at(bytes, position).target(Field.NAME));
            fields.add(new TopField(position, name, meaning.toString()));
        }
        return List.copyOf(fields);
    }

    /** Adds the unit of each duration, the marks of each field, and brackets around each child. */
    private static void walkField(FlatBytes bytes, int position, int depth, StringBuilder meaning) {
        require(depth < MAX_DEPTH, "its fields are nested too deeply");
        FlatTable field = FlatTable.at(bytes, position);
        int name = field.target(Field.NAME);
        if (name >= 0) {
            bytes.length(name, 1);
        }
        int type = field.uint8(Field.TYPE_TYPE);
        require(type != TYPE_NONE, "a field has no type");
        FlatTable typeTable = FlatTable.at(bytes, field.required(Field.TYPE, "type of a field"));
        if (type == TYPE_DURATION) {
            meaning.append(typeTable.int16(0, MILLISECONDS));
        }
        walkDictionary(bytes, field.target(Field.DICTIONARY));
        walkMetadata(bytes, field.target(Field.CUSTOM_METADATA), meaning);
        int children = field.target(Field.CHILDREN);
        int count = children < 0 ? 0 : bytes.length(children, 4);
        for (int i = 0; i < count; i++) {
            meaning.append('(');
            walkField(bytes, bytes.target(children + 4 + 4 * i), depth + 1, meaning);
            meaning.append(')');
        }
    }

    private static void walkDictionary(FlatBytes bytes, int position) {
        if (position >= 0) {
            int indexType = FlatTable.at(bytes, position).target(1);
            if (indexType >= 0) {
                FlatTable.at(bytes, indexType);
            }
        }
    }

    /** A vector of pairs of strings; adds those that say what the values are. */
    private static void walkMetadata(FlatBytes bytes, int vector, StringBuilder meaning) {
        int count = vector < 0 ? 0 : bytes.length(vector, 4);
        for (int i = 0; i < count; i++) {
            FlatTable pair = bytes.table(vector + 4 + 4 * i);
            String key = text(bytes, pair.target(0));
            String value = text(bytes, pair.target(1));
            if (MARKS.stream().anyMatch(key::startsWith)) {
                meaning.append(key).append('=').append(value).append(';');
            }
        }
    }

    private static String text(FlatBytes bytes, int position) {
        return position < 0 ? "" : bytes.text(position);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new MalformedFlatbufferException(otherwise);
        }
    }
}
