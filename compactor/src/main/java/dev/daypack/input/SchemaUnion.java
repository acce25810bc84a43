package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * Unites the schemas of parts by name, field by field and group by group: the fields of the first part in its order,
 * new ones after them. A field that some part lacks becomes optional, a leaf takes the wider of two types
 * ({@link TypeUnion}); anything else is refused. What lies directly below a LIST or MAP is matched by place, since
 * writers differ in the names they give there.
 */
final class SchemaUnion {

    private final SchemaMode mode;

    /** By path: the part that a field's present form comes from. */
    private final Map<String, String> origins = new HashMap<>();

    private List<SchemaField> fields = List.of();
    private PartFooter part;
    private boolean isFirst = true;

    SchemaUnion(SchemaMode mode) {
        this.mode = mode;
    }

    /** The united schema of the parts added so far. */
    List<SchemaField> fields() {
        return fields;
    }

    /** @throws PartRejectedException naming this part, the column and the part that it does not agree with */
    void add(PartFooter next) {
        part = next;
        fields = isFirst ? next.fields() : united("", null, fields, next.fields(), false);
        if (isFirst) {
            origins.put("", next.part().name());
        }
        isFirst = false;
    }

    /** @param around the group that the fields stand in, or null at the top */
    private List<SchemaField> united(
            String path, SchemaField around, List<SchemaField> known, List<SchemaField> mine, boolean isPositional) {
        List<SchemaField> result = new ArrayList<>(known.size());
        List<SchemaField> matches = aligned(known, mine, isPositional);
        for (int i = 0; i < known.size(); i++) {
            String deeper = path + known.get(i).name();
            SchemaField match = matches.get(i);
            if (match == null) {
                refuseIfStrict(deeper, "the column is missing, but stands in " + origin(deeper));
                result.add(known.get(i).asOptional());
            } else {
                result.add(united(deeper, around, known.get(i), match));
            }
        }
        Set<String> matched = new HashSet<>();
        matches.stream().filter(Objects::nonNull).forEach(match -> matched.add(match.name()));
        for (SchemaField field : mine) {
            if (!matched.contains(field.name())) {
                String deeper = path + field.name();
                refuseIfStrict(deeper, "the column is missing in " + origin(path));
                origins.put(deeper, part.part().name());
                result.add(field.asOptional());
            }
        }
        return result;
    }

    private SchemaField united(String path, SchemaField around, SchemaField known, SchemaField mine) {
        if (mine.equals(known)) {
            return known;
        }
        if ((mine.isNullType() || known.isNullType()) && mode == SchemaMode.UNION) {
            return withNullType(path, known, mine);
        }
        boolean sameShape = known.isLeaf() == mine.isLeaf() && known.isRepeated() == mine.isRepeated();
        if (!sameShape || (mode == SchemaMode.STRICT && known.isRequired() != mine.isRequired())) {
            throw mismatch(path, known, mine);
        }
        SchemaField wanted = mine.isRequired() ? known : known.asOptional();
        if (!known.isLeaf()) {
            if (!sameMeaning(known, mine)) {
                throw mismatch(path, known, mine);
            }
            boolean sameForm = around == null || !isList(around) || isMiddle(known) == isMiddle(mine);
            List<SchemaField> children =
                    united(path + ".", known, known.children(), mine.children(), isPositional(around, known, mine));
            boolean isWhole = children.size() == 1 || !(isList(known) || isMap(known));
            // Parts that were matched by place would not be any more, and their values be lost.
            boolean outgrows = around != null
                    && isMap(around)
                    && children.size() > known.children().size();
            if (!sameForm || !isWhole || outgrows) {
                throw mismatch(path, known, mine);
            }
            return wanted.withChildren(children);
        }
        Optional<SchemaElement> type = TypeUnion.of(wanted.element(), mine.element());
        if (type.isEmpty() || (mode == SchemaMode.STRICT && !isSameType(known, mine))) {
            throw mismatch(path, known, mine);
        }
        if (!type.get().equals(wanted.element())) {
            origins.put(path, part.part().name());
        }
        return new SchemaField(type.get(), List.of());
    }

    private static boolean isSameType(SchemaField known, SchemaField mine) {
        return TypeUnion.of(known.element(), mine.element()).equals(Optional.of(known.element()))
                && TypeUnion.of(mine.element(), known.element()).equals(Optional.of(mine.element()));
    }

    /** A column that is null throughout one part has the type that the others give it. */
    private SchemaField withNullType(String path, SchemaField known, SchemaField mine) {
        SchemaField nothing = mine.isNullType() ? mine : known;
        SchemaField something = mine.isNullType() ? known : mine;
        if (nothing.isRequired() || nothing.isRepeated() || something.isRepeated()) {
            throw mismatch(path, known, mine);
        }
        if (!mine.isNullType()) {
            origins.put(path, part.part().name());
        }
        return something.asOptional();
    }

    /** For each known field the one of mine that it stands for, or null. */
    static List<SchemaField> aligned(List<SchemaField> known, List<SchemaField> mine, boolean isPositional) {
        List<SchemaField> matches = new ArrayList<>(known.size());
        Map<String, SchemaField> byName = new HashMap<>();
        mine.forEach(field -> byName.put(field.name(), field));
        for (int i = 0; i < known.size(); i++) {
            matches.add(isPositional ? mine.get(i) : byName.get(known.get(i).name()));
        }
        return matches;
    }

    /**
     * Whether the fields below these two groups are matched by place: the repeated group below a LIST or MAP, the
     * element below that, or the key and the value.
     *
     * @param around the group that these stand in as the table has it, or null
     */
    static boolean isPositional(SchemaField around, SchemaField known, SchemaField mine) {
        int count = known.children().size();
        if (count != mine.children().size()) {
            return false;
        }
        if (isList(known)) {
            return count == 1
                    && sameListForm(known.children().get(0), mine.children().get(0));
        }
        if (isMap(known)) {
            return count == 1;
        }
        if (around == null || !known.isRepeated()) {
            return false;
        }
        boolean differ =
                !aligned(known.children(), mine.children(), false).stream().allMatch(Objects::nonNull);
        return differ && (isList(around) ? count == 1 && isMiddle(known) && isMiddle(mine) : isMap(around));
    }

    private static boolean isList(SchemaField field) {
        LogicalType annotation = Annotations.of(field.element());
        return annotation != null && annotation.isSetLIST();
    }

    private static boolean isMap(SchemaField field) {
        LogicalType annotation = Annotations.of(field.element());
        return annotation != null && annotation.isSetMAP() && !field.isRepeated();
    }

    /** Both the group in the middle of a list, or both the element, by the rules for old lists. */
    private static boolean sameListForm(SchemaField known, SchemaField mine) {
        return known.name().equals(mine.name()) || (isMiddle(known) && isMiddle(mine));
    }

    private static boolean isMiddle(SchemaField repeated) {
        return repeated.children().size() == 1
                && !repeated.name().equals("array")
                && !repeated.name().endsWith("_tuple");
    }

    private static boolean sameMeaning(SchemaField known, SchemaField mine) {
        LogicalType one = Annotations.of(known.element());
        LogicalType other = Annotations.of(mine.element());
        // Old writers annotate the repeated group of a map as well, new ones do not.
        boolean isOptionalThere = known.isRepeated();
        return isOptionalThere || (one == null ? other == null : one.equals(other));
    }

    private String origin(String path) {
        String at = path;
        while (!origins.containsKey(at)) {
            int dot = at.lastIndexOf('.');
            at = dot < 0 ? "" : at.substring(0, dot);
        }
        return origins.get(at);
    }

    private void refuseIfStrict(String path, String detail) {
        if (mode == SchemaMode.STRICT) {
            throw rejected(path, "with schema: strict, parts of one day must agree in their columns: " + detail);
        }
    }

    private PartRejectedException mismatch(String path, SchemaField known, SchemaField mine) {
        String remedy = mode == SchemaMode.STRICT ? "; schema: union takes what can be widened" : "";
        return rejected(
                path,
                mine.describe() + " here, but " + known.describe() + " in " + origin(path)
                        + ": no type holds the values of both" + remedy);
    }

    private PartRejectedException rejected(String path, String detail) {
        return new PartRejectedException(Reason.SCHEMA_MISMATCH, part.part().name(), path, -1, detail);
    }
}
