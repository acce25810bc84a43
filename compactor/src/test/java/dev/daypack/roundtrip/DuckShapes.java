package dev.daypack.roundtrip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Grows SQL of nested values by chance: structs, lists, arrays and maps of each other. Not thread-safe. */
final class DuckShapes {

    private static final List<String> LABELS = DuckTypes.labels();

    private final SplittableRandom random;
    private int names;

    DuckShapes(SplittableRandom random) {
        this.random = random;
    }

    /** A named column whose leaves lie no deeper than this below it, of a hash {@code $h}. */
    String column(String name, int depth) {
        return nullable("$h", value("$h", depth, true)) + " AS " + name;
    }

    private String value(String hash, int depth, boolean isNested) {
        if (depth == 0 || !isNested && random.nextInt(3) == 0) {
            return "v_%s(%s)".formatted(LABELS.get(random.nextInt(LABELS.size())), hash);
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> struct(hash, depth);
            case 2 -> map(hash, depth);
            case 3 -> array(hash, depth);
            default -> list(hash, depth);
        };
    }

    private String struct(String hash, int depth) {
        List<String> fields = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String inner = "hash(%s, %d)".formatted(hash, i);
            fields.add("f%d := %s".formatted(i, nullable(inner, value(inner, depth - 1, false))));
        }
        return "struct_pack(" + String.join(", ", fields) + ")";
    }

    /** Mostly short; once in a while one of thousands. */
    private String list(String hash, int depth) {
        String element = "e" + names++;
        String inner = "hash(%s, %s)".formatted(hash, element);
        String length = random.nextInt(4) == 0
                ? "CASE WHEN %1$s %% 61 = 0 THEN 3000 ELSE %1$s %% 5 END".formatted(hash)
                : hash + " % 4";
        return "list_transform(range((%s)::BIGINT), lambda %s: %s)"
                .formatted(length, element, nullable(inner, value(inner, depth - 1, false)));
    }

    private String array(String hash, int depth) {
        String one = "hash(%s, 1)".formatted(hash);
        String value = nullable(one, value(one, depth - 1, false));
        return "array_value(%s, %s)".formatted(value, value.replace(one, "hash(%s, 2)".formatted(hash)));
    }

    private String map(String hash, int depth) {
        String element = "e" + names++;
        String inner = "hash(%s, %s)".formatted(hash, element);
        String keys = "range((%s %% 5)::BIGINT)".formatted(hash);
        String named = random.nextBoolean()
                ? keys
                : "list_transform(%s, lambda %s: 'key ' || %2$s)".formatted(keys, "e" + names++);
        return "map(%s, list_transform(%s, lambda %s: %s))"
                .formatted(named, keys, element, nullable(inner, value(inner, depth - 1, false)));
    }

    private String nullable(String hash, String value) {
        int percent = List.of(0, 0, 10, 60).get(random.nextInt(4));
        return percent == 0 ? value : "thinned(hash(%s, 0), %d, %s)".formatted(hash, percent, value);
    }
}
