package dev.daypack.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.daypack.testing.ArrowSchemas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Schemas with a field more, by the splice, against Arrow's own library. */
class ArrowSchemaTest {

    private static final int MUTATIONS = 20_000;

    /** Of a table {@code ts_event int64, dur duration[ms], d dictionary<int32, string>}; pyarrow 25.0. */
    private static final String BY_PYARROW = """
            /////wABAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAEAAAAtP///wQAAAADAAAAmAAAAFwAAAAUAAAAEAAYAAgABgAHAAwAEAAU
            ABAAAAAAAAEFFAAAADQAAAAcAAAABAAAAAAAAAABAAAAZAAAAAgACAAAAAQACAAAAAQAAACQ////AAAAASAAAADc////2P///wAA
            ARIQAAAAGAAAAAQAAAAAAAAAAwAAAGR1cgAEAAQABAAAABAAFAAIAAYABwAMAAAAEAAQAAAAAAABAhAAAAAkAAAABAAAAAAAAAAI
            AAAAdHNfZXZlbnQAAAAACAAMAAgABwAIAAAAAAAAAUAAAAAAAAAA
            """.replace("\n", "");

    /** Of the same table; Polars 1.44. */
    private static final String BY_POLARS = """
            /////0UBAAAEAAAA8v///xQAAAAEAAEAAAAKAAsACAAKAAQAbP///wQAAAADAAAA1AAAAKgAAAAEAAAA5v///5QAAACMAAAAaAAA
            AGAAAAAYAAAAARQSABoABAAYABkACAAMABAAFAABAAAABAAAAPT///8gAAAADAAAAAgADAAEAAgACAAAADA7MDt1MzI7AAAAABAA
            AABfUExfQ0FURUdPUklDQUwyAAAAAAAAAAD4////DAAAAAgACAAAAAQA9v///yAAAAAAAAYACAAEANj///8BAAAAZAAAAMT///8c
            AAAAEAAAAAgAAAABEgAAAAAAAPz///8EAAQAAwAAAGR1cgDs////OAAAACAAAAAYAAAAAQIAABAAEgAEABAAEQAIAAAADAAAAAAA
            9P///0AAAAABAAAACAAJAAQACAAIAAAAdHNfZXZlbnQA
            """.replace("\n", "");

    private static ArrowSchema understood(String base64) {
        SchemaReading reading = ArrowSchema.read(base64);
        return assertInstanceOf(SchemaReading.Understood.class, reading, reading::toString)
                .schema();
    }

    private static void assertNotUnderstood(String reason, String base64) {
        SchemaReading reading = ArrowSchema.read(base64);
        SchemaReading.NotUnderstood not =
                assertInstanceOf(SchemaReading.NotUnderstood.class, reading, () -> "wanted: " + reason);
        assertTrue(not.reason().contains(reason), not.reason());
    }

    private static void checkEveryPlace(Schema schema, String what) {
        String base64 = ArrowSchemas.base64(schema);
        ArrowSchema ours = understood(base64);
        assertEquals(schema.getFields().stream().map(Field::getName).toList(), ours.names(), what);
        for (int place = 0; place <= schema.getFields().size(); place++) {
            String spliced = ours.withInt64(place, "seq");
            Schema expected = ArrowSchemas.with(schema, place, ArrowSchemas.SEQ);
            assertEquals(expected, ArrowSchemas.read(spliced), what + ", place " + place);
            assertEquals(0, Base64.getDecoder().decode(spliced).length % 8, what);
            assertEquals(spliced, understood(base64).withInt64(place, "seq"), what);
        }
    }

    @Test
    void everyTypeSurvivesAtEveryPlace() {
        checkEveryPlace(ArrowSchemas.ofAllTypes(), "all types");
    }

    @Test
    void anySchemaSurvivesAtEveryPlace() {
        for (int seed = 0; seed < 60; seed++) {
            checkEveryPlace(ArrowSchemas.random(seed % 12, new SplittableRandom(seed)), "seed " + seed);
        }
    }

    @Test
    void oneToTwoHundredFieldsSurvive() {
        for (int fields = 1; fields <= 200; fields++) {
            SplittableRandom random = new SplittableRandom(fields);
            Schema schema = ArrowSchemas.random(fields, random);
            int place = random.nextInt(fields + 1);
            String spliced = understood(ArrowSchemas.base64(schema)).withInt64(place, "seq");
            assertEquals(
                    ArrowSchemas.with(schema, place, ArrowSchemas.SEQ), ArrowSchemas.read(spliced), "fields " + fields);
        }
    }

    @Test
    void valuesOfPyarrowAndPolarsAreRead() {
        for (String value : List.of(BY_PYARROW, BY_POLARS)) {
            Schema schema = ArrowSchemas.read(value);
            assertEquals(
                    new ArrowType.Duration(TimeUnit.MILLISECOND),
                    schema.findField("dur").getType());
            checkEveryPlace(schema, value);
            String spliced = understood(value).withInt64(1, "seq");
            assertEquals(ArrowSchemas.with(schema, 1, ArrowSchemas.SEQ), ArrowSchemas.read(spliced));
        }
    }

    @Test
    void aSplicedSchemaCanBeSplicedAgain() {
        Schema schema = ArrowSchemas.random(5, new SplittableRandom(3));
        String twice = understood(understood(ArrowSchemas.base64(schema)).withInt64(2, "seq"))
                .withInt64(0, "\u00e4\u4e2d second");
        Field second = new Field("\u00e4\u4e2d second", FieldType.notNullable(new ArrowType.Int(64, true)), List.of());
        assertEquals(
                ArrowSchemas.with(ArrowSchemas.with(schema, 2, ArrowSchemas.SEQ), 0, second), ArrowSchemas.read(twice));
    }

    @Test
    void aMessageWithoutContinuationIsRead() {
        Schema schema = ArrowSchemas.ofAllTypes();
        byte[] bytes = Base64.getDecoder().decode(ArrowSchemas.base64(schema));
        String old = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 4, bytes.length));
        assertEquals(
                ArrowSchemas.with(schema, 1, ArrowSchemas.SEQ),
                ArrowSchemas.read(understood(old).withInt64(1, "seq")));
    }

    @Test
    void versionFeaturesAndMetadataOfTheMessageAreKept() {
        for (short version : new short[] {MetadataVersion.V4, MetadataVersion.V5}) {
            String base64 = message(version, MessageHeader.Schema, Endianness.Little, 0, true);
            byte[] spliced = Base64.getDecoder().decode(understood(base64).withInt64(1, "seq"));
            Message message = Message.getRootAsMessage(
                    ByteBuffer.wrap(spliced, 8, spliced.length - 8).slice());
            org.apache.arrow.flatbuf.Schema schema =
                    (org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema());
            assertEquals(version, message.version());
            assertEquals(0, message.bodyLength());
            assertEquals("key", message.customMetadata(0).key());
            assertEquals("key", schema.customMetadata(0).key());
            assertEquals(Endianness.Little, schema.endianness());
            assertEquals(2, schema.featuresLength());
            assertEquals(7, schema.features(1));
            assertEquals("number", schema.fields(0).name());
            assertEquals("seq", schema.fields(1).name());
        }
    }

    @Test
    void whatIsNoLittleEndianSchemaIsNotUnderstood() {
        assertNotUnderstood("big-endian", message(MetadataVersion.V5, MessageHeader.Schema, Endianness.Big, 0, false));
        for (byte header : new byte[] {MessageHeader.NONE, MessageHeader.DictionaryBatch, MessageHeader.RecordBatch}) {
            assertNotUnderstood("not a schema", message(MetadataVersion.V5, header, Endianness.Little, 0, false));
        }
        assertNotUnderstood("version", message((short) 2, MessageHeader.Schema, Endianness.Little, 0, false));
        assertNotUnderstood("version", message((short) 5, MessageHeader.Schema, Endianness.Little, 0, false));
        assertNotUnderstood("body", message(MetadataVersion.V5, MessageHeader.Schema, Endianness.Little, 8, false));
        assertNotUnderstood("base64", "this is *not* base64");
        assertNotUnderstood("cut off", "");
        assertNotUnderstood("cut off", "/////w==");
        assertNotUnderstood("longer", "A".repeat(ArrowSchema.MAX_VALUE_CHARS + 1));
    }

    /** A message of one field, {@code number INT32}. */
    private static String message(short version, byte header, short endianness, long bodyBytes, boolean hasAll) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int pair = org.apache.arrow.flatbuf.KeyValue.createKeyValue(
                builder, builder.createString("key"), builder.createString("value"));
        int metadata = org.apache.arrow.flatbuf.Schema.createCustomMetadataVector(builder, new int[] {pair});
        int features = org.apache.arrow.flatbuf.Schema.createFeaturesVector(builder, new long[] {1, 7});
        int field = new Field("number", FieldType.nullable(new ArrowType.Int(32, true)), List.of()).getField(builder);
        int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[] {field});
        org.apache.arrow.flatbuf.Schema.startSchema(builder);
        org.apache.arrow.flatbuf.Schema.addEndianness(builder, endianness);
        org.apache.arrow.flatbuf.Schema.addFields(builder, fields);
        if (hasAll) {
            org.apache.arrow.flatbuf.Schema.addCustomMetadata(builder, metadata);
            org.apache.arrow.flatbuf.Schema.addFeatures(builder, features);
        }
        int schema = org.apache.arrow.flatbuf.Schema.endSchema(builder);
        Message.startMessage(builder);
        Message.addVersion(builder, version);
        Message.addHeaderType(builder, header);
        Message.addHeader(builder, schema);
        Message.addBodyLength(builder, bodyBytes);
        if (hasAll) {
            Message.addCustomMetadata(builder, metadata);
        }
        builder.finish(Message.endMessage(builder));
        byte[] flatbuffer = builder.sizedByteArray();
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(8 + flatbuffer.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(-1)
                        .putInt(flatbuffer.length)
                        .put(flatbuffer)
                        .array());
    }

    @Test
    void everyCutIsAnswered() {
        byte[] bytes = Base64.getDecoder().decode(ArrowSchemas.base64(ArrowSchemas.ofAllTypes()));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertNotUnderstood("", Base64.getEncoder().encodeToString(cut));
            if (length >= 8) {
                ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length - 8);
                answered(cut, "cut to " + length);
            }
        }
    }

    @Test
    void anyMutationIsAnswered() {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes =
                    Base64.getDecoder().decode(ArrowSchemas.base64(ArrowSchemas.random(1 + random.nextInt(6), random)));
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                int at = 8 + random.nextInt(bytes.length - 8);
                if (random.nextBoolean()) {
                    bytes[at] = (byte) random.nextInt(256);
                } else {
                    int small = random.nextInt(64) - 16;
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(Math.min(at, bytes.length - 4), small);
                }
            }
            answered(bytes, "seed " + seed);
        }
    }

    /** What is understood can be spliced, and is still understood; nothing is ever thrown. */
    private static void answered(byte[] bytes, String what) {
        try {
            SchemaReading reading = ArrowSchema.read(Base64.getEncoder().encodeToString(bytes));
            if (reading instanceof SchemaReading.Understood it) {
                int fields = it.schema().names().size();
                ArrowSchema spliced = understood(it.schema().withInt64(fields / 2, "seq"));
                assertEquals("seq", spliced.names().get(fields / 2), what);
                assertEquals(fields + 1, spliced.names().size(), what);
            }
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    /** One table that is its own child, many times over: without a count of steps the walk would take ages. */
    @Test
    void fieldsThatShareTheirChildrenDoNotMakeTheWalkLong() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("n".repeat(100_000));
        int type = org.apache.arrow.flatbuf.Struct_.endStruct_(start(builder));
        int field = 0;
        for (int depth = 0; depth < 60; depth++) {
            int[] both = depth == 0 ? new int[0] : new int[] {field, field};
            int children = org.apache.arrow.flatbuf.Field.createChildrenVector(builder, both);
            field = org.apache.arrow.flatbuf.Field.createField(
                    builder, name, false, org.apache.arrow.flatbuf.Type.Struct_, type, 0, children, 0);
        }
        assertNotUnderstood("too many", schemaOf(builder, field, 1));
    }

    @Test
    void fieldsThatShareALongNameDoNotMakeTheWalkLong() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("n".repeat(1 << 20));
        int type = org.apache.arrow.flatbuf.Struct_.endStruct_(start(builder));
        int field = org.apache.arrow.flatbuf.Field.createField(
                builder, name, false, org.apache.arrow.flatbuf.Type.Struct_, type, 0, 0, 0);
        assertNotUnderstood("too many", schemaOf(builder, field, 50_000));
    }

    private static FlatBufferBuilder start(FlatBufferBuilder builder) {
        org.apache.arrow.flatbuf.Struct_.startStruct_(builder);
        return builder;
    }

    private static String schemaOf(FlatBufferBuilder builder, int field, int times) {
        int[] all = new int[times];
        Arrays.fill(all, field);
        int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, all);
        int schema = org.apache.arrow.flatbuf.Schema.createSchema(builder, Endianness.Little, fields, 0, 0);
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
        byte[] flatbuffer = builder.sizedByteArray();
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(8 + flatbuffer.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(-1)
                        .putInt(flatbuffer.length)
                        .put(flatbuffer)
                        .array());
    }

    @Test
    void unitsOfDurationsAndMarksAreTheMeaning() {
        Schema schema = new Schema(List.of(
                ArrowSchemas.field("s", new ArrowType.Duration(TimeUnit.SECOND)),
                ArrowSchemas.field("ms", new ArrowType.Duration(TimeUnit.MILLISECOND)),
                ArrowSchemas.field("vienna", new ArrowType.Timestamp(TimeUnit.SECOND, "Europe/Vienna")),
                ArrowSchemas.field("utc", new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")),
                marked("ARROW:extension:name", "uuid"),
                marked("ARROW:extension:name", "json"),
                marked("comment", "uuid"),
                marked("comment", "json")));
        ArrowSchema ours = understood(ArrowSchemas.base64(schema));
        assertNotEquals(ours.meaning(0), ours.meaning(1));
        assertEquals(ours.meaning(2), ours.meaning(3));
        assertNotEquals(ours.meaning(4), ours.meaning(5));
        assertEquals(ours.meaning(6), ours.meaning(7));
    }

    private static Field marked(String key, String value) {
        return new Field("f", new FieldType(true, new ArrowType.Utf8(), null, Map.of(key, value)), List.of());
    }

    @Test
    void aPlaceBeyondTheFieldsIsABug() {
        ArrowSchema schema = understood(ArrowSchemas.base64(new Schema(List.of())));
        assertThrows(IllegalArgumentException.class, () -> schema.withInt64(1, "seq"));
        assertThrows(IllegalArgumentException.class, () -> schema.withInt64(-1, "seq"));
    }
}
