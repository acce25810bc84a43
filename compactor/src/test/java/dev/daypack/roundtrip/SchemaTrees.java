package dev.daypack.roundtrip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Grows schemas by chance: structs, lists and maps in all shapes that writers have given them, optional or required at
 * every level, to a depth. Depth counts the names on the way to a leaf. Not thread-safe.
 *
 * <p>Source of the shapes: parquet-format, LogicalTypes.md, the backward-compatibility rules of LIST and MAP.
 */
final class SchemaTrees {

    /** Names of the repeated group of a list and of its element: the standard's, Hive's, Arrow's old ones, odd ones. */
    private static final List<List<String>> LISTS = List.of(
            List.of("list", "element"),
            List.of("bag", "array_element"),
            List.of("list", "item"),
            List.of("array", "array"),
            List.of("list", "list"));

    private static final int MOST_FIELDS = 4;

    private final SplittableRandom random;
    private final boolean isDeep;

    private SchemaTrees(SplittableRandom random, boolean isDeep) {
        this.random = random;
        this.isDeep = isDeep;
    }

    /** A schema of some columns, no leaf of which lies deeper than this, and the sort column among them. */
    static MessageType wide(SplittableRandom random, int columns, int depth) {
        return new SchemaTrees(random, false).schema(columns, depth);
    }

    /** A schema of columns each of which has a leaf at exactly this depth. */
    static MessageType deep(SplittableRandom random, int columns, int depth) {
        return new SchemaTrees(random, true).schema(columns, depth);
    }

    private MessageType schema(int columns, int depth) {
        List<Type> fields = new ArrayList<>();
        fields.add(Types.required(PrimitiveTypeName.INT64).named(RecordMaker.KEY));
        for (int i = 0; i < columns; i++) {
            fields.add(node("column" + i, depth, anyRepetition()));
        }
        Collections.shuffle(fields, new Random(random.nextLong()));
        return new MessageType("schema", fields);
    }

    private Type node(String name, int depth, Repetition repetition) {
        if (depth == 1 || !isDeep && random.nextInt(6) == 0) {
            return leaf(name, repetition);
        }
        if (repetition == Repetition.REPEATED) {
            return struct(name, depth, repetition);
        }
        if (!isDeep && random.nextInt(20) == 0) {
            return variant(name, repetition);
        }
        return switch (random.nextInt(depth > 2 ? 6 : 2)) {
            case 0, 5 -> struct(name, depth, repetition);
            case 1 -> listOfTwoLevels(name, depth, repetition);
            case 2, 3 -> listOfThreeLevels(name, depth, repetition);
            default -> map(name, depth, repetition);
        };
    }

    private Type leaf(String name, Repetition repetition) {
        LeafType type = LeafType.ALL.get(random.nextInt(LeafType.ALL.size()));
        return withId(type.leaf(type.isAlwaysNull() ? Repetition.OPTIONAL : repetition, name));
    }

    private Type struct(String name, int depth, Repetition repetition) {
        return group(repetition, null, name, fields(depth - 1));
    }

    /** Not shredded. */
    private Type variant(String name, Repetition repetition) {
        return group(
                repetition,
                LogicalTypeAnnotation.variantType((byte) 1),
                name,
                List.of(
                        Types.required(PrimitiveTypeName.BINARY).named("metadata"),
                        Types.required(PrimitiveTypeName.BINARY).named("value")));
    }

    private List<Type> fields(int depth) {
        List<Type> fields = new ArrayList<>();
        fields.add(node("a", depth, anyRepetition()));
        for (int i = random.nextInt(MOST_FIELDS); i > 0; i--) {
            fields.add(isDeep ? leaf("b" + i, anyRepetition()) : node("b" + i, depth, anyRepetition()));
        }
        Collections.shuffle(fields, new Random(random.nextLong()));
        return fields;
    }

    /** A repeated element right under the list: of old writers, Avro's and Thrift's among them. */
    private Type listOfTwoLevels(String name, int depth, Repetition repetition) {
        List<String> names = List.of("array", "element", name + "_tuple", "item");
        Type element = node(names.get(random.nextInt(names.size())), depth - 1, Repetition.REPEATED);
        // What has no values but null cannot be repeated.
        return element.isRepetition(Repetition.REPEATED)
                ? group(repetition, LogicalTypeAnnotation.listType(), name, List.of(element))
                : group(repetition, null, name, List.of(element));
    }

    private Type listOfThreeLevels(String name, int depth, Repetition repetition) {
        List<String> names = LISTS.get(random.nextInt(LISTS.size()));
        Type element = node(names.get(1), depth - 2, repetition());
        Type list = group(Repetition.REPEATED, null, names.get(0), List.of(element));
        return group(repetition, LogicalTypeAnnotation.listType(), name, List.of(list));
    }

    /** Keys are required as they should be, or optional as Hive writes them; a map without values is a set. */
    private Type map(String name, int depth, Repetition repetition) {
        List<Type> entry = new ArrayList<>();
        entry.add(isDeep ? leaf("key", repetition()) : node("key", Math.min(depth - 2, 2), repetition()));
        if (isDeep || random.nextInt(5) > 0) {
            entry.add(node("value", depth - 2, repetition()));
        }
        LogicalTypeAnnotation old = MapKeyValueTypeAnnotation.getInstance();
        boolean isOld = random.nextInt(3) == 0;
        Type entries = group(
                Repetition.REPEATED, isOld && random.nextBoolean() ? old : null, isOld ? "map" : "key_value", entry);
        boolean isNamedOld = isOld && random.nextBoolean();
        return group(repetition, isNamedOld ? old : LogicalTypeAnnotation.mapType(), name, List.of(entries));
    }

    private Type group(Repetition repetition, LogicalTypeAnnotation annotation, String name, List<Type> fields) {
        return withId(Types.buildGroup(repetition)
                .as(annotation)
                .addFields(fields.toArray(Type[]::new))
                .named(name));
    }

    private Type withId(Type type) {
        return random.nextInt(4) == 0 ? type.withId(random.nextInt(10_000)) : type;
    }

    private Repetition repetition() {
        return random.nextInt(3) == 0 ? Repetition.REQUIRED : Repetition.OPTIONAL;
    }

    /** Repeated without an annotation, now and then. */
    private Repetition anyRepetition() {
        return random.nextInt(6) == 0 ? Repetition.REPEATED : repetition();
    }
}
