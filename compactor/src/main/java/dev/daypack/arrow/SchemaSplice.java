package dev.daypack.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Puts a field into a schema without taking it apart. A flatbuffer's offsets lead forward, and are relative to where
 * they stand; so a new beginning goes in front, and the old bytes follow as they are:
 *
 * <pre>
 *   root -> Message -> Schema -> fields: [ 0, 1, new, 2, ... ]   new Field, its name, its type | the old flatbuffer
 *                         |                |  |        |                                       |      ^  ^  ^
 *                         |                +--+--------+---------------------------------------+------+--+  |
 *                         +-- custom_metadata, features ---------------------------------------+------------+
 * </pre>
 *
 * <p>The old root, Message, Schema and vector of fields stay behind unused: some hundred bytes. Every table stands at a
 * multiple of 4 and the old bytes at a multiple of 8, as verifiers of flatbuffers demand. Not thread-safe.
 */
final class SchemaSplice {

    /** A vtable is its size, the table's size, then the places of the fields in the table; each 2 bytes. */
    private static final short[] MESSAGE_VTABLE = {14, 16, 4, 6, 8, 0, 12};

    private static final short[] MESSAGE_VTABLE_WITHOUT_METADATA = {14, 16, 4, 6, 8, 0, 0};
    private static final short[] FIELD_VTABLE = {18, 20, 4, 0, 16, 8, 0, 12, 0};
    private static final short[] INT_VTABLE = {8, 12, 4, 8};
    private static final int SCHEMA_VTABLE_BYTES = 12;
    private static final int SCHEMA_TABLE_BYTES = 16;

    private static final byte HEADER_IS_SCHEMA = 1;
    private static final byte TYPE_INT = 2;
    private static final int BITS = 64;

    private final SchemaFields old;
    private ByteBuffer out;
    private int base;

    SchemaSplice(SchemaFields old) {
        this.old = old;
    }

    /** The new flatbuffer; a multiple of 8 bytes. */
    byte[] withInt64(int place, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int messageAt = 4 + aligned(MESSAGE_VTABLE[0], 4);
        int schemaAt = messageAt + MESSAGE_VTABLE[1] + SCHEMA_VTABLE_BYTES;
        int vectorAt = schemaAt + SCHEMA_TABLE_BYTES;
        int fieldAt = vectorAt + 4 * (1 + old.topFields().size() + 1) + aligned(FIELD_VTABLE[0], 4);
        int intAt = fieldAt + FIELD_VTABLE[1] + INT_VTABLE[0];
        int childrenAt = intAt + INT_VTABLE[1];
        int nameAt = childrenAt + 4;
        base = aligned(nameAt + 4 + text.length + 1, 8);
        out = ByteBuffer.allocate(aligned(base + old.bytes().size(), 8)).order(ByteOrder.LITTLE_ENDIAN);
        offset(0, messageAt);
        message(messageAt, schemaAt);
        schema(schemaAt, vectorAt);
        fields(vectorAt, place, fieldAt);
        field(fieldAt, nameAt, intAt, childrenAt);
        vtable(INT_VTABLE, intAt);
        out.putInt(intAt + 4, BITS).put(intAt + 8, (byte) 1);
        out.putInt(nameAt, text.length).put(nameAt + 4, text);
        old.bytes().copyTo(out.position(base));
        return out.array();
    }

    private void message(int at, int schemaAt) {
        int metadata = old.message().target(SchemaFields.Message.CUSTOM_METADATA);
        vtable(metadata < 0 ? MESSAGE_VTABLE_WITHOUT_METADATA : MESSAGE_VTABLE, at);
        out.putShort(at + 4, shortOf(old.version()));
        out.put(at + 6, HEADER_IS_SCHEMA);
        offset(at + 8, schemaAt);
        if (metadata >= 0) {
            offset(at + 12, base + metadata);
        }
    }

    /** Little-endian is the default, and left to it. */
    private void schema(int at, int vectorAt) {
        int metadata = old.schema().target(SchemaFields.Schema.CUSTOM_METADATA);
        int features = old.schema().target(SchemaFields.Schema.FEATURES);
        short[] vtable = {
            SCHEMA_VTABLE_BYTES, SCHEMA_TABLE_BYTES, 0, 4, shortOf(metadata < 0 ? 0 : 8), shortOf(features < 0 ? 0 : 12)
        };
        vtable(vtable, at);
        offset(at + 4, vectorAt);
        if (metadata >= 0) {
            offset(at + 8, base + metadata);
        }
        if (features >= 0) {
            offset(at + 12, base + features);
        }
    }

    private void fields(int at, int place, int fieldAt) {
        int count = old.topFields().size() + 1;
        out.putInt(at, count);
        for (int i = 0; i < count; i++) {
            int target = i == place
                    ? fieldAt
                    : base + old.topFields().get(i < place ? i : i - 1).position();
            offset(at + 4 + 4 * i, target);
        }
    }

    /** Not nullable is the default. Some readers insist on a vector of children, though there are none. */
    private void field(int at, int nameAt, int typeAt, int childrenAt) {
        vtable(FIELD_VTABLE, at);
        offset(at + 4, nameAt);
        offset(at + 8, typeAt);
        offset(at + 12, childrenAt);
        out.put(at + 16, TYPE_INT);
    }

    /** A table's vtable, right before it. */
    private void vtable(short[] entries, int tableAt) {
        int at = tableAt - aligned(entries[0], 4);
        for (int i = 0; i < entries.length; i++) {
            out.putShort(at + 2 * i, entries[i]);
        }
        out.putInt(tableAt, tableAt - at);
    }

    private void offset(int at, int target) {
        out.putInt(at, target - at);
    }

    private static int aligned(int position, int bytes) {
        return Math.addExact(position, bytes - 1) / bytes * bytes;
    }

    private static short shortOf(int value) {
        return (short) value;
    }
}
