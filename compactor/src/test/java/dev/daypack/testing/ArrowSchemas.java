package dev.daypack.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow schemas as Arrow's own Java library writes and reads them: the second opinion on {@code ARROW:schema}. */
public final class ArrowSchemas {

    /** The field that a merge adds. */
    public static final Field SEQ = new Field("seq", FieldType.notNullable(new ArrowType.Int(64, true)), List.of());

    private static final List<ArrowType> FLAT = List.of(
            new ArrowType.Null(),
            new ArrowType.Bool(),
            new ArrowType.Int(8, true),
            new ArrowType.Int(64, false),
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Utf8View(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary(),
            new ArrowType.BinaryView(),
            new ArrowType.FixedSizeBinary(16),
            new ArrowType.Decimal(38, -3, 128),
            new ArrowType.Decimal(76, 10, 256),
            new ArrowType.Date(DateUnit.DAY),
            new ArrowType.Date(DateUnit.MILLISECOND),
            new ArrowType.Time(TimeUnit.SECOND, 32),
            new ArrowType.Time(TimeUnit.NANOSECOND, 64),
            new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
            new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Vienna"),
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            new ArrowType.Duration(TimeUnit.SECOND),
            new ArrowType.Duration(TimeUnit.NANOSECOND));

    private static final List<ArrowType> OF_ONE = List.of(
            new ArrowType.List(),
            new ArrowType.LargeList(),
            new ArrowType.ListView(),
            new ArrowType.LargeListView(),
            new ArrowType.FixedSizeList(3));

    private ArrowSchemas() {}

    /** The value of {@code ARROW:schema}. */
    public static String base64(Schema schema) {
        return Base64.getEncoder().encodeToString(schema.serializeAsMessage());
    }

    /** Reads a value of {@code ARROW:schema}. */
    public static Schema read(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        try (ReadChannel in = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes)))) {
            return MessageSerializer.deserializeSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema with one field more. */
    public static Schema with(Schema schema, int place, Field field) {
        List<Field> fields = new ArrayList<>(schema.getFields());
        fields.add(place, field);
        return new Schema(fields, schema.getCustomMetadata());
    }

    /** A flat field that may be null. */
    public static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), List.of());
    }

    /** Each type at least once, flat and as the child of others. */
    public static Schema ofAllTypes() {
        List<Field> fields = new ArrayList<>();
        FLAT.forEach(type -> fields.add(field("flat" + fields.size(), type)));
        SplittableRandom random = new SplittableRandom(1);
        for (ArrowType type : OF_ONE) {
            List<Field> item = List.of(random("item", 0, random));
            fields.add(new Field("nested" + fields.size(), FieldType.nullable(type), item));
        }
        for (int kind = 0; kind < 5; kind++) {
            fields.add(group("group" + fields.size(), kind, 1, random));
        }
        return new Schema(fields, Map.of("pandas", "{\"columns\": []}"));
    }

    /** Any fields, any depth up to four, any metadata. */
    public static Schema random(int fields, SplittableRandom random) {
        List<Field> made = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            made.add(random("column \u00e4" + i, 3, random));
        }
        return new Schema(made, metadata(random));
    }

    private static Field random(String name, int depth, SplittableRandom random) {
        int dice = random.nextInt(10);
        if (depth == 0 || dice < 6) {
            ArrowType type = FLAT.get(random.nextInt(FLAT.size()));
            DictionaryEncoding dictionary = random.nextInt(4) > 0
                    ? null
                    : new DictionaryEncoding(random.nextInt(9), random.nextBoolean(), new ArrowType.Int(16, true));
            return new Field(name, new FieldType(random.nextBoolean(), type, dictionary, metadata(random)), List.of());
        }
        if (dice < 8) {
            ArrowType type = OF_ONE.get(random.nextInt(OF_ONE.size()));
            FieldType fieldType = new FieldType(random.nextBoolean(), type, null, metadata(random));
            return new Field(name, fieldType, List.of(random("item", depth - 1, random)));
        }
        return group(name, random.nextInt(5), depth, random);
    }

    /** A struct, a map, a union of either mode, or runs. */
    private static Field group(String name, int kind, int depth, SplittableRandom random) {
        Field a = random("a", depth - 1, random);
        Field b = random("b", depth - 1, random);
        FieldType entries = FieldType.notNullable(new ArrowType.Struct());
        return switch (kind) {
            case 0 -> new Field(name, FieldType.nullable(new ArrowType.Struct()), List.of(a, b));
            case 1 ->
                new Field(
                        name,
                        FieldType.nullable(new ArrowType.Map(random.nextBoolean())),
                        List.of(new Field("entries", entries, List.of(a, b))));
            case 2 -> union(name, UnionMode.Sparse, a, b);
            case 3 -> union(name, UnionMode.Dense, a, b);
            default ->
                new Field(
                        name,
                        FieldType.nullable(new ArrowType.RunEndEncoded()),
                        List.of(field("run_ends", new ArrowType.Int(32, true)), b));
        };
    }

    private static Field union(String name, UnionMode mode, Field a, Field b) {
        return new Field(name, FieldType.nullable(new ArrowType.Union(mode, new int[] {5, 9})), List.of(a, b));
    }

    private static Map<String, String> metadata(SplittableRandom random) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            pairs.put("key" + i, "value".repeat(random.nextInt(20)));
        }
        return pairs;
    }
}
