package dev.daypack.input;

import dev.daypack.input.SchemaDrift.Missing;
import dev.daypack.input.SchemaDrift.Widened;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Gathers how the parts differ from the table, part by part. */
final class SchemaDrifts {

    private final List<ColumnSchema> columns;
    private final Map<String, List<String>> missing = new LinkedHashMap<>();
    private final Map<String, Integer> missingParts = new LinkedHashMap<>();
    private final Map<String, Set<String>> narrower = new LinkedHashMap<>();
    private final Map<String, Integer> narrowerParts = new LinkedHashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    /** Columns that differ, by what all parts of one schema share. */
    private final Map<List<LeafSource>, int[]> differing = new IdentityHashMap<>();

    SchemaDrifts(List<ColumnSchema> columns) {
        this.columns = columns;
    }

    /** @param leaves where the part keeps the columns, in their order */
    void add(PartFooter part, List<LeafSource> leaves) {
        dropped.addAll(part.droppedAnnotations());
        for (int i : differing.computeIfAbsent(leaves, this::differing)) {
            LeafSource leaf = leaves.get(i);
            ColumnSchema column = columns.get(i);
            if (!leaf.hasValues()) {
                missingParts.merge(column.name(), 1, Integer::sum);
                List<String> keys = missing.computeIfAbsent(column.name(), name -> new ArrayList<>());
                if (keys.size() < SchemaDrift.MAX_KEYS) {
                    keys.add(part.part().name());
                }
            } else {
                narrowerParts.merge(column.name(), 1, Integer::sum);
                narrower.computeIfAbsent(column.name(), name -> new LinkedHashSet<>())
                        .add(leaf.column().typeInWords());
            }
        }
    }

    private int[] differing(List<LeafSource> leaves) {
        return IntStream.range(0, leaves.size())
                .filter(i -> !leaves.get(i).hasValues()
                        || !TypeUnion.isSame(
                                leaves.get(i).column().element(), columns.get(i).element()))
                .toArray();
    }

    SchemaDrift drift() {
        Map<String, Missing> lacking = new LinkedHashMap<>();
        missing.forEach((name, keys) -> lacking.put(name, new Missing(missingParts.get(name), List.copyOf(keys))));
        Map<String, Widened> widened = new LinkedHashMap<>();
        for (ColumnSchema column : columns) {
            Set<String> from = narrower.get(column.name());
            if (from != null) {
                widened.put(
                        column.name(),
                        new Widened(List.copyOf(from), column.typeInWords(), narrowerParts.get(column.name())));
            }
        }
        return new SchemaDrift(lacking, widened, List.copyOf(dropped));
    }
}
