package dev.daypack.roundtrip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes the records of one part. What a node holds follows from the seed and its path alone, so a column has the same
 * values whatever stands beside it.
 */
final class RecordMaker {

    /** Name of the sort column. */
    static final String KEY = "ts_event";

    /** Chooses how often an optional or repeated node occurs. */
    interface Occurrences {

        Occurrence of(Type type, SplittableRandom random);

        /** By chance alone. */
        static Occurrence any(Type type, SplittableRandom random) {
            return type.isRepetition(Type.Repetition.REPEATED)
                    ? Occurrence.ofRepeated(random)
                    : Occurrence.ofOptional(random);
        }
    }

    /** So many values of a column in one record, long ones counting for more; beyond that repeated nodes stay empty. */
    private static final int COLUMN_VALUES = 25_000;

    private static final int SHORT_BYTES = 50;

    private final MessageType schema;
    private final long seed;
    private final boolean isExact;
    private final Occurrences occurrences;
    private final List<Node> nodes;
    private int budget;

    /** @param isExact see {@link Domain#of} */
    RecordMaker(MessageType schema, long seed, boolean isExact, Occurrences occurrences) {
        this.schema = schema;
        this.seed = seed;
        this.isExact = isExact;
        this.occurrences = occurrences;
        this.nodes = nodes(schema, "");
    }

    List<Group> records(int count) {
        List<Group> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Group record = new SimpleGroup(schema);
            for (Node node : nodes) {
                budget = COLUMN_VALUES;
                fill(record, node);
            }
            records.add(record);
        }
        return records;
    }

    /**
     * One field of a group.
     *
     * @param leaf its values, null if it is a group itself
     * @param fields its fields, empty if it is a leaf
     */
    private record Node(
            int index, Type type, Occurrence occurrence, SplittableRandom random, LeafValues leaf, List<Node> fields) {}

    private List<Node> nodes(GroupType group, String path) {
        List<Node> made = new ArrayList<>();
        for (Type type : group.getFields()) {
            made.add(node(group.getFieldIndex(type.getName()), type, path + "." + type.getName()));
        }
        return made;
    }

    private Node node(int index, Type type, String path) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9L + path.hashCode());
        boolean isKey = path.equals("." + KEY);
        Occurrence occurrence = isKey ? Occurrence.ALWAYS : occurrence(type, random);
        if (!type.isPrimitive()) {
            return new Node(index, type, occurrence, random, null, nodes(type.asGroupType(), path));
        }
        LeafValues leaf =
                isKey ? LeafValues.keys(random) : LeafValues.of(type.asPrimitiveType(), isExact, random.split());
        return new Node(index, type, occurrence, random, leaf, List.of());
    }

    private Occurrence occurrence(Type type, SplittableRandom random) {
        if (type.isRepetition(Type.Repetition.REQUIRED)) {
            return Occurrence.ALWAYS;
        }
        boolean isAlwaysNull = LogicalTypeAnnotation.unknownType().equals(type.getLogicalTypeAnnotation());
        return isAlwaysNull ? Occurrence.NEVER : occurrences.of(type, random);
    }

    private void fill(Group group, Node node) {
        int count = node.occurrence.next(node.random);
        if (node.type.isRepetition(Type.Repetition.REPEATED)) {
            count = Math.min(count, Math.max(budget, 0));
        }
        for (int i = 0; i < count; i++) {
            budget--;
            if (node.leaf != null) {
                Object value = node.leaf.next();
                Records.add(group, node.index, value);
                budget -= value instanceof Binary bytes ? bytes.length() / SHORT_BYTES : 0;
            } else {
                Group inner = group.addGroup(node.index);
                node.fields.forEach(field -> fill(inner, field));
            }
        }
    }
}
