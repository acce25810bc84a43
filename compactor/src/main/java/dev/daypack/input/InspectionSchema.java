package dev.daypack.input;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * The schema of a file as a tree with its leaves, whatever it holds and however broken it is.
 *
 * @param nodes the elements under the root, depth first, with at most as many leaves as the limits allow
 * @param leaves those that have column chunks, in the order of the chunks
 * @param isWhole false if the elements do not make up a tree, or if there are more than the limits allow
 */
record InspectionSchema(List<Node> nodes, List<Node> leaves, boolean isWhole) {

    /** Characters of a name within a path. */
    private static final int MAX_NAME_CHARS = 200;

    /** Groups that a leaf may have around it on average. */
    private static final int NODES_PER_LEAF = 4;

    /**
     * One element.
     *
     * @param depth 1 under the root
     * @param path names from the root, with dots
     */
    record Node(int depth, String path, SchemaElement element) {

        boolean isLeaf() {
            return element.isSetType() && element.getNum_children() == 0;
        }

        boolean isFlat() {
            return depth == 1 && element.getRepetition_type() != FieldRepetitionType.REPEATED;
        }

        String repetition() {
            return element.isSetRepetition_type()
                    ? element.getRepetition_type().toString().toLowerCase(Locale.ROOT)
                    : "";
        }

        /** {@code INT64}, {@code FIXED_LEN_BYTE_ARRAY[16]}, {@code group}. */
        String typeName() {
            if (!isLeaf()) {
                return element.isSetType() ? element.getType() + " with children" : "group";
            }
            return element.getType()
                    + (element.isSetType_length() && element.getType_length() > 0
                            ? "[" + element.getType_length() + "]"
                            : "");
        }

        /** The annotation in words; empty if there is none. */
        String annotation() {
            LogicalType logical = Annotations.of(element);
            if (logical != null) {
                return Annotations.describe(logical);
            }
            return element.isSetConverted_type() ? element.getConverted_type().toString() : "";
        }

        /** The leaf as a column whose messages name it by its path. */
        ColumnSchema column() {
            if (depth == 1) {
                return new ColumnSchema(element);
            }
            SchemaElement named = element.deepCopy();
            named.setName(path);
            return new ColumnSchema(named);
        }
    }

    static InspectionSchema of(List<SchemaElement> elements, InputLimits limits) {
        List<Node> nodes = new ArrayList<>();
        List<Node> leaves = new ArrayList<>();
        if (elements == null || elements.isEmpty()) {
            return new InspectionSchema(nodes, leaves, false);
        }
        Deque<Group> open = new ArrayDeque<>();
        open.push(new Group("", elements.get(0).getNum_children()));
        for (SchemaElement element : elements.subList(1, elements.size())) {
            while (!open.isEmpty() && open.peek().childrenLeft == 0) {
                open.pop();
            }
            boolean isOverLimit = open.size() > limits.depth()
                    || leaves.size() == limits.columns()
                    || nodes.size() / NODES_PER_LEAF >= limits.columns();
            if (open.isEmpty() || isOverLimit) {
                return new InspectionSchema(nodes, leaves, false);
            }
            open.peek().childrenLeft--;
            Node node = new Node(open.size(), open.peek().path + shortName(element), element);
            nodes.add(node);
            if (node.isLeaf()) {
                leaves.add(node);
            } else {
                open.push(new Group(node.path() + ".", element.getNum_children()));
            }
        }
        boolean isWhole = open.stream().allMatch(group -> group.childrenLeft == 0);
        return new InspectionSchema(nodes, leaves, isWhole);
    }

    private static String shortName(SchemaElement element) {
        String name = String.valueOf(element.getName());
        return name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) + "..." : name;
    }

    /** A group whose children are being met. */
    private static final class Group {
        private final String path;
        private int childrenLeft;

        Group(String path, int childrenLeft) {
            this.path = path;
            this.childrenLeft = childrenLeft;
        }
    }
}
