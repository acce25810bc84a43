package dev.daypack.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * The value of the footer key {@code ARROW:schema}: base64 of an encapsulated IPC message whose flatbuffer is a Message
 * with a Schema. Durations, time zones, dictionary types, large strings and extension types stand only there.
 *
 * <pre>
 *   FFFFFFFF | bytes of the flatbuffer | root -> Message -> Schema -> fields -> Field, Field, ...
 * </pre>
 *
 * <p>Formats: <a href="https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format">Arrow columnar
 * format</a>, Message.fbs and Schema.fbs. Messages without the leading continuation, as Arrow wrote them before 0.15,
 * are read too. The bytes come from strangers: all that is walked is checked, within limits. Immutable.
 */
public final class ArrowSchema {

    /** Beyond it a value is not looked at. */
    public static final int MAX_VALUE_CHARS = 4 << 20;

    private static final int CONTINUATION = -1;

    private final byte[] message;
    private final int offset;
    private final int length;
    private final List<SchemaFields.TopField> fields;

    private ArrowSchema(byte[] message, int offset, int length, List<SchemaFields.TopField> fields) {
        this.message = message;
        this.offset = offset;
        this.length = length;
        this.fields = fields;
    }

    /** Reads a footer's value. Whatever the text is, this returns. */
    public static SchemaReading read(String base64) {
        if (base64.length() > MAX_VALUE_CHARS) {
            return new SchemaReading.NotUnderstood("it is longer than " + MAX_VALUE_CHARS + " characters");
        }
        try {
            return new SchemaReading.Understood(parse(Base64.getDecoder().decode(base64)));
        } catch (MalformedFlatbufferException e) {
            return new SchemaReading.NotUnderstood(e.getMessage());
        } catch (IllegalArgumentException e) {
            return new SchemaReading.NotUnderstood("it is not base64");
        }
    }

    private static ArrowSchema parse(byte[] message) {
        if (message.length < 8) {
            throw new MalformedFlatbufferException("it is cut off");
        }
        ByteBuffer prefix = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        boolean hasContinuation = prefix.getInt(0) == CONTINUATION;
        int offset = hasContinuation ? 8 : 4;
        int length = prefix.getInt(offset - 4);
        if (length < 0 || length > message.length - offset) {
            throw new MalformedFlatbufferException("it is cut off");
        }
        SchemaFields schema = SchemaFields.of(message, offset, length);
        return new ArrowSchema(message, offset, length, schema.topFields());
    }

    /** Names of the top-level fields, in order. */
    public List<String> names() {
        return fields.stream().map(SchemaFields.TopField::name).toList();
    }

    /**
     * What decides the meaning of a field's values and stands nowhere else in a Parquet file: the units of durations,
     * extension types, enums; its own and its children's. Fields of one shape and meaning have the same text.
     *
     * @param field place among {@link #names}
     */
    public String meaning(int field) {
        return fields.get(field).meaning();
    }

    /**
     * The value for a file with one column more: a signed 64-bit integer without nulls.
     *
     * @param place of the new field among the top-level fields, 0 to their number
     */
    public String withInt64(int place, String name) {
        if (place < 0 || place > fields.size()) {
            throw new IllegalArgumentException("no place " + place + " among " + fields.size() + " fields");
        }
        byte[] flatbuffer = new SchemaSplice(SchemaFields.of(message, offset, length)).withInt64(place, name);
        ByteBuffer spliced = ByteBuffer.allocate(8 + flatbuffer.length).order(ByteOrder.LITTLE_ENDIAN);
        spliced.putInt(CONTINUATION).putInt(flatbuffer.length).put(flatbuffer);
        return Base64.getEncoder().encodeToString(spliced.array());
    }
}
