package dev.daypack.input;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How the schemas of the parts differ from that of the table: recorded, so that a reader of the table can tell a null
 * that was written from a column that was not there. It stands in the footer of the output, so its size has limits.
 *
 * @param missing columns that some parts lack, where they read as null
 * @param widened columns whose type some parts have narrower than the output
 * @param droppedAnnotations columns whose annotation this version does not know and cannot write
 */
public record SchemaDrift(Map<String, Missing> missing, Map<String, Widened> widened, List<String> droppedAnnotations) {

    /** All parts agreed. */
    public static final SchemaDrift EMPTY = new SchemaDrift(Map.of(), Map.of(), List.of());

    /** So many parts of a column are named, the others counted. */
    public static final int MAX_KEYS = 20;

    /** For so many columns parts are named; for those after them they are counted only. */
    public static final int MAX_COLUMNS_WITH_KEYS = 64;

    /**
     * A column that is missing.
     *
     * @param parts how many lack it, at least one
     * @param keys the first of them in order of rank; cut to {@link #MAX_KEYS}
     */
    public record Missing(long parts, List<String> keys) {

        public Missing {
            keys = List.copyOf(keys.subList(0, Math.min(MAX_KEYS, keys.size())));
            if (parts < Math.max(1, keys.size())) {
                throw new IllegalArgumentException(keys.size() + " parts named, but " + parts + " counted");
            }
        }
    }

    /**
     * A column that was widened.
     *
     * @param from the types of the parts that have it narrower, each once
     * @param to the type of the output
     * @param parts how many have it narrower, at least one
     */
    public record Widened(List<String> from, String to, long parts) {

        public Widened {
            from = List.copyOf(from);
            if (from.isEmpty() || parts < 1) {
                throw new IllegalArgumentException(parts + " parts widened from " + from);
            }
        }
    }

    public SchemaDrift {
        missing = Collections.unmodifiableMap(withoutKeysAfterTheFirst(missing));
        widened = Collections.unmodifiableMap(new LinkedHashMap<>(widened));
        droppedAnnotations = List.copyOf(droppedAnnotations);
    }

    private static Map<String, Missing> withoutKeysAfterTheFirst(Map<String, Missing> missing) {
        Map<String, Missing> kept = new LinkedHashMap<>();
        missing.forEach((column, one) ->
                kept.put(column, kept.size() < MAX_COLUMNS_WITH_KEYS ? one : new Missing(one.parts(), List.of())));
        return kept;
    }

    public boolean isEmpty() {
        return missing.isEmpty() && widened.isEmpty() && droppedAnnotations.isEmpty();
    }

    /** {@code 2 columns missing in 14 parts, 1 column widened in 3 parts}; empty if all parts agreed. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        append(text, missing.values(), missing.values().stream().mapToLong(Missing::parts), "missing");
        append(text, widened.values(), widened.values().stream().mapToLong(Widened::parts), "widened");
        if (!droppedAnnotations.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count(droppedAnnotations.size(), "column"))
                    .append(" without an annotation that is not known");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Collection<?> columns, LongStream parts, String what) {
        if (columns.isEmpty()) {
            return;
        }
        long[] sorted = parts.sorted().toArray();
        long most = sorted[sorted.length - 1];
        text.append(text.isEmpty() ? "" : ", ")
                .append(count(columns.size(), "column"))
                .append(' ')
                .append(what)
                .append(sorted[0] == most ? " in " : " in up to ")
                .append(count(most, "part"));
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
