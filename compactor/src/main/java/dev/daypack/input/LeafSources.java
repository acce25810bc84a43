package dev.daypack.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds, for every column of a united schema, where the parts of one schema keep it: both schemas are walked side by
 * side, and the levels of each counted on the way.
 */
final class LeafSources {

    private final List<LeafSource> sources = new ArrayList<>();

    private LeafSources() {}

    /**
     * For each leaf of the united schema, in order.
     *
     * @param united came out of {@link SchemaUnion} over the part's schema and others
     */
    static List<LeafSource> of(List<SchemaField> united, List<SchemaField> mine) {
        LeafSources walk = new LeafSources();
        walk.visit(new Place(null, List.of(), 0, new int[] {0}, 0), united, mine, false, 0);
        return List.copyOf(walk.sources);
    }

    /**
     * Where both schemas have a field: the group that the fields being matched stand in.
     *
     * @param field of the united schema, or null at the top
     * @param path of the part's names
     * @param definition the part's level of something that is defined down to here
     * @param definitions the table's level for each of the part's, down to here
     * @param repetition level down to here, the same in both
     */
    private record Place(SchemaField field, List<String> path, int definition, int[] definitions, int repetition) {

        Place below(SchemaField united, SchemaField mine) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(mine.name());
            boolean mayLack = !mine.isRequired();
            int[] levels = Arrays.copyOf(definitions, definition + (mayLack ? 2 : 1));
            if (!united.isRequired()) {
                // Required here but not in the table: whatever is defined down to here is defined one level deeper.
                levels[levels.length - 1] = definitions[definition] + 1;
            }
            return new Place(
                    united,
                    List.copyOf(deeper),
                    definition + (mayLack ? 1 : 0),
                    levels,
                    repetition + (mine.isRepeated() ? 1 : 0));
        }
    }

    /** @param firstChunk of the part's fields */
    private void visit(
            Place place, List<SchemaField> united, List<SchemaField> mine, boolean isPositional, int firstChunk) {
        List<SchemaField> matches = SchemaUnion.aligned(united, mine, isPositional);
        Map<String, Integer> chunks = chunks(mine, firstChunk);
        for (int i = 0; i < united.size(); i++) {
            SchemaField match = matches.get(i);
            SchemaField field = united.get(i);
            if (match == null || isOther(field, match)) {
                LeafSource lacking = lacking(place, mine, match, match == null ? firstChunk : chunks.get(match.name()));
                for (int leaf = 0; leaf < field.leafCount(); leaf++) {
                    sources.add(lacking);
                }
            } else {
                visit(place, field, match, chunks.get(match.name()));
            }
        }
    }

    private void visit(Place place, SchemaField united, SchemaField mine, int chunk) {
        Place below = place.below(united, mine);
        if (!united.isLeaf()) {
            visit(
                    below,
                    united.children(),
                    mine.children(),
                    SchemaUnion.isPositional(place.field(), united, mine),
                    chunk);
            return;
        }
        ColumnSchema column = new ColumnSchema(mine.element(), below.path(), below.definition(), below.repetition());
        Widening widening = TypeUnion.widening(mine.element(), united.element());
        sources.add(new LeafSource(chunk, column, widening, below.definitions(), below.repetition(), true));
    }

    /** A column that is declared to be null throughout this part, and is something else in the table. */
    private static boolean isOther(SchemaField united, SchemaField mine) {
        return mine.isNullType() && (!united.isNullType() || !TypeUnion.isSame(united.element(), mine.element()));
    }

    /**
     * @param nothing the field that is declared to be null throughout; null if there is no such field at all
     * @param chunk of that field, or the first of mine
     */
    private static LeafSource lacking(Place place, List<SchemaField> mine, SchemaField nothing, int chunk) {
        if (nothing != null) {
            // Its levels are read, so that a value that stands there all the same is not lost.
            List<String> path = new ArrayList<>(place.path());
            path.add(nothing.name());
            ColumnSchema column =
                    new ColumnSchema(nothing.element(), List.copyOf(path), place.definition() + 1, place.repetition());
            int[] levels = Arrays.copyOf(place.definitions(), place.definition() + 2);
            levels[place.definition() + 1] = LeafSource.FORBIDDEN;
            return new LeafSource(chunk, column, Widening.NONE, levels, place.repetition(), false);
        }
        if (place.field() == null) {
            return LeafSource.ABSENT;
        }
        return donor(place, mine.get(0), chunk);
    }

    private static LeafSource donor(Place place, SchemaField neighbour, int chunk) {
        List<String> path = new ArrayList<>(place.path());
        SchemaField field = neighbour;
        int definition = place.definition();
        int repetition = place.repetition();
        while (true) {
            path.add(field.name());
            definition += field.isRequired() ? 0 : 1;
            repetition += field.isRepeated() ? 1 : 0;
            if (field.isLeaf()) {
                break;
            }
            field = field.children().get(0);
        }
        int[] levels = Arrays.copyOf(place.definitions(), definition + 1);
        Arrays.fill(levels, place.definition(), levels.length, place.definitions()[place.definition()]);
        ColumnSchema column = new ColumnSchema(field.element(), List.copyOf(path), definition, repetition);
        return new LeafSource(chunk, column, Widening.NONE, levels, place.repetition(), false);
    }

    /** By name: the first chunk of each field. */
    private static Map<String, Integer> chunks(List<SchemaField> fields, int firstChunk) {
        Map<String, Integer> chunks = new HashMap<>();
        int chunk = firstChunk;
        for (SchemaField field : fields) {
            chunks.put(field.name(), chunk);
            chunk += field.leafCount();
        }
        return chunks;
    }
}
