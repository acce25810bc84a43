package dev.daypack.input;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.FieldRepetitionType;
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
     * @param names from the root down to here
     * @param path the same with dots, long names cut
     * @param element as packing takes it: without an annotation that this version does not know
     * @param isAnnotationDropped whether it had such an annotation
     * @param maxDefinition how many of the elements down to here may be missing
     * @param maxRepetition how many of them are repeated
     */
    record Node(
            List<String> names,
            String path,
            SchemaElement element,
            boolean isAnnotationDropped,
            int maxDefinition,
            int maxRepetition) {

        /** 1 under the root. */
        int depth() {
            return names.size();
        }

        boolean isLeaf() {
            return element.isSetType() && !hasChildren();
        }

        /** Some writers put a count of 0 or less into leaves. */
        boolean hasChildren() {
            return element.getNum_children() > 0;
        }

        String repetition() {
            return element.isSetRepetition_type()
                    ? element.getRepetition_type().toString().toLowerCase(Locale.ROOT)
                    : "";
        }

        /** {@code INT64}, {@code FIXED_LEN_BYTE_ARRAY[16]}, {@code group}. */
        String typeName() {
            if (!isLeaf()) {
                return element.isSetType()
                        ? element.getType() + " with children"
                        : hasChildren() ? "group" : "group without columns";
            }
            return element.getType()
                    + (element.isSetType_length() && element.getType_length() > 0
                            ? "[" + element.getType_length() + "]"
                            : "");
        }

        /** The annotation in words; empty if there is none. */
        String annotation() {
            return isAnnotationDropped ? "(of a kind unknown here)" : InspectionAnnotation.of(element);
        }

        /** The leaf as a column. */
        ColumnSchema column() {
            return new ColumnSchema(element, names, maxDefinition, maxRepetition);
        }
    }

    static InspectionSchema of(List<SchemaElement> elements, InputLimits limits) {
        List<Node> nodes = new ArrayList<>();
        List<Node> leaves = new ArrayList<>();
        if (elements == null || elements.isEmpty()) {
            return new InspectionSchema(nodes, leaves, false);
        }
        Deque<Group> open = new ArrayDeque<>();
        Node root = new Node(List.of(), "", elements.get(0), false, 0, 0);
        open.push(new Group(root, elements.get(0).getNum_children()));
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
            Node node = below(open.peek().node, element);
            nodes.add(node);
            if (node.isLeaf()) {
                leaves.add(node);
            } else if (node.hasChildren()) {
                open.push(new Group(node, element.getNum_children()));
            }
        }
        boolean isWhole = open.stream().allMatch(group -> group.childrenLeft == 0);
        return new InspectionSchema(nodes, leaves, isWhole);
    }

    private static Node below(Node group, SchemaElement element) {
        List<String> names = new ArrayList<>(group.names());
        names.add(String.valueOf(element.getName()));
        boolean isKnown = Annotations.isKnown(element);
        boolean isRepeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
        boolean isRequired = element.getRepetition_type() == FieldRepetitionType.REQUIRED;
        return new Node(
                List.copyOf(names),
                (group.path().isEmpty() ? "" : group.path() + ".") + shortName(element),
                isKnown ? element : SchemaReader.withoutAnnotation(element),
                !isKnown,
                group.maxDefinition() + (isRequired ? 0 : 1),
                group.maxRepetition() + (isRepeated ? 1 : 0));
    }

    private static String shortName(SchemaElement element) {
        String name = String.valueOf(element.getName());
        return name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) + "..." : name;
    }

    /** A group whose children are being met. */
    private static final class Group {
        private final Node node;
        private int childrenLeft;

        Group(Node node, int childrenLeft) {
            this.node = node;
            this.childrenLeft = childrenLeft;
        }
    }
}
