package dev.daypack.discover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which partitions a run is about: {@code --exchanges}, {@code --streams}, {@code --symbols}. An empty set lets all
 * pass. Values are compared exactly, case and all.
 *
 * @throws IllegalArgumentException if a value could never be one of a partition; the message names the flag
 */
public record Filters(Set<String> exchanges, Set<String> streams, Set<String> symbols) {

    private static final List<String> FIELDS = List.of("exchange", "stream", "symbol");

    public Filters {
        exchanges = checked(exchanges, "--exchanges");
        streams = checked(streams, "--streams");
        symbols = checked(symbols, "--symbols");
    }

    /** Lets all partitions pass. */
    public static Filters none() {
        return new Filters(Set.of(), Set.of(), Set.of());
    }

    /** Whether all partitions pass. */
    public boolean isEmpty() {
        return exchanges.isEmpty() && streams.isEmpty() && symbols.isEmpty();
    }

    /**
     * Checks that the layout has the fields that are filtered.
     *
     * @throws IllegalArgumentException if it lacks one: the filter would never let anything pass, or be silently void
     */
    public void check(Layout layout) {
        for (String field : FIELDS) {
            if (!values(field).isEmpty() && !layout.fields().contains(field)) {
                throw new IllegalArgumentException(flag(field) + " filters on the field '" + field
                        + "', but the layout '" + layout + "' has only " + layout.fields() + "; leave the flag out, or"
                        + " name the field {" + field + "} in the setting layout");
            }
        }
    }

    /** Whether what is bound so far may lead to partitions that pass. */
    public boolean allows(Bindings bindings) {
        return FIELDS.stream()
                .allMatch(field -> bindings.value(field)
                        .map(value -> values(field).isEmpty() || values(field).contains(value))
                        .orElse(true));
    }

    /** The flag that keeps a partition out, such as {@code --symbols}; empty if it passes. */
    public Optional<String> keptOutBy(Partition partition) {
        if (isEmpty()) {
            return Optional.empty();
        }
        return FIELDS.stream()
                .filter(field -> !values(field).isEmpty())
                .filter(field ->
                        !partition.value(field).map(values(field)::contains).orElse(false))
                .map(Filters::flag)
                .findFirst();
    }

    /** Values asked for that no partition has, such as {@code --symbols btcusd}: a slip, or data that is missing. */
    public List<String> withoutMatch(Collection<Partition> partitions) {
        List<String> missing = new ArrayList<>();
        for (String field : FIELDS) {
            for (String value : new TreeSet<>(values(field))) {
                if (partitions.stream()
                        .noneMatch(partition -> partition.value(field).equals(Optional.of(value)))) {
                    missing.add(flag(field) + " " + value);
                }
            }
        }
        return missing;
    }

    private Set<String> values(String field) {
        return switch (field) {
            case "exchange" -> exchanges;
            case "stream" -> streams;
            case "symbol" -> symbols;
            default -> throw new IllegalArgumentException(field);
        };
    }

    private static String flag(String field) {
        return "--" + field + "s";
    }

    private static Set<String> checked(Set<String> values, String flag) {
        for (String value : new TreeSet<>(values)) {
            if (!Partition.isValidValue(value)) {
                throw new IllegalArgumentException(flag + ": '" + Printable.of(value)
                        + "' cannot be a partition's value; values are 1 to 128 of the characters A-Z a-z 0-9 . _ -");
            }
        }
        return Set.copyOf(values);
    }
}
