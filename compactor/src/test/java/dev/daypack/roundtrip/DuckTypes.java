package dev.daypack.roundtrip;

import dev.daypack.testing.Duck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The types that DuckDB has and how to make values of them: for each a macro {@code v_<label>(h)} of a 64-bit hash,
 * with the values that break things among them.
 */
final class DuckTypes {

    /** Of one hash in so many an edge value is made. */
    private static final int EDGE_SHARE = 4;

    /** By label: any value of a hash {@code h}, then the edge values. */
    private static final Map<String, List<String>> VALUES = values();

    private DuckTypes() {}

    static List<String> labels() {
        return List.copyOf(VALUES.keySet());
    }

    /** Makes the macros. */
    static void define(Duck duck) {
        duck.run("CREATE TYPE side AS ENUM ('buy', 'sell', '', 'ä')");
        VALUES.forEach((label, values) -> {
            List<String> edges = values.subList(1, values.size());
            duck.run("CREATE MACRO v_%s(h) AS CASE WHEN h %% %d = 0 THEN [%s][(h // 16 %% %d)::INTEGER + 1] ELSE %s END"
                    .formatted(label, EDGE_SHARE, String.join(", ", edges), edges.size(), values.get(0)));
        });
    }

    private static Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        addNumbers(values);
        addDecimals(values);
        addTimes(values);
        addBytes(values);
        return values;
    }

    private static void addNumbers(Map<String, List<String>> values) {
        values.put("boolean", List.of("h % 3 = 0", "true", "false"));
        addInteger(values, "TINYINT", "-128", "127");
        addInteger(values, "SMALLINT", "-32768", "32767");
        addInteger(values, "INTEGER", "-2147483648", "2147483647");
        addInteger(values, "BIGINT", "-9223372036854775808", "9223372036854775807");
        addInteger(values, "UTINYINT", "0", "255");
        addInteger(values, "USMALLINT", "0", "65535");
        addInteger(values, "UINTEGER", "0", "4294967295");
        addInteger(values, "UBIGINT", "0", "18446744073709551615");
        addInteger(values, "HUGEINT", "-170141183460469231731687303715884105728", "-1");
        addInteger(values, "UHUGEINT", "340282366920938463463374607431768211455", "0");
        for (String type : List.of("FLOAT", "DOUBLE")) {
            values.put(
                    type.toLowerCase(Locale.ROOT),
                    List.of(
                            "((h % 1000000)::BIGINT / 64 - 3000)::" + type,
                            "'NaN'::" + type,
                            "'-NaN'::" + type,
                            "'Infinity'::" + type,
                            "'-Infinity'::" + type,
                            "'-0.0'::" + type,
                            "'0.0'::" + type,
                            "1.2e-38::" + type));
        }
    }

    private static void addInteger(Map<String, List<String>> values, String type, String low, String high) {
        values.put(
                type.toLowerCase(Locale.ROOT),
                List.of("(h %% 120)::%s".formatted(type), "(%s)::%s".formatted(low, type), high + "::" + type));
    }

    private static void addDecimals(Map<String, List<String>> values) {
        for (int[] size : new int[][] {{4, 1}, {9, 2}, {18, 4}, {38, 10}}) {
            String type = "DECIMAL(%d, %d)".formatted(size[0], size[1]);
            String most = "9".repeat(size[0] - size[1]) + "." + "9".repeat(size[1]);
            values.put(
                    "decimal" + size[0],
                    List.of(
                            "((h %% 1900)::BIGINT / 10.0 - 95)::%s".formatted(type),
                            "'%s'::%s".formatted(most, type),
                            "'-%s'::%s".formatted(most, type),
                            "0::" + type));
        }
    }

    private static void addTimes(Map<String, List<String>> values) {
        String micros = "(h % 86399999999)::BIGINT";
        values.put(
                "date", List.of("DATE '2026-01-26' + (h % 9000)::INTEGER", "DATE '0001-01-01'", "DATE '9999-12-31'"));
        values.put("time", List.of("TIME '00:00:00' + to_microseconds(" + micros + ")", "TIME '23:59:59.999999'"));
        values.put("time_ns", List.of("TIME_NS '01:02:03.123456789'", "TIME_NS '23:59:59.999999999'"));
        values.put("timetz", List.of("TIMETZ '12:00:00+02'", "TIMETZ '00:00:00+00'"));
        values.put("timestamp", List.of("make_timestamp(" + micros + " * 20000)", "TIMESTAMP '1677-09-22 00:00:00'"));
        values.put("timestamp_s", List.of("make_timestamp(" + micros + ")::TIMESTAMP_S", "TIMESTAMP_S '1970-01-01'"));
        values.put(
                "timestamp_ms", List.of("make_timestamp(" + micros + ")::TIMESTAMP_MS", "TIMESTAMP_MS '0001-01-01'"));
        values.put("timestamp_ns", List.of("make_timestamp_ns(" + micros + " * 7)", "make_timestamp_ns(-1)"));
        values.put(
                "timestamptz",
                List.of("make_timestamp(" + micros + ")::TIMESTAMPTZ", "TIMESTAMPTZ '9999-12-31 23:59:59Z'"));
        values.put(
                "interval",
                List.of(
                        "to_days((h % 400)::INTEGER) + to_seconds((h % 1000)::BIGINT)",
                        "INTERVAL 0 DAY", "INTERVAL 9 YEAR"));
    }

    private static void addBytes(Map<String, List<String>> values) {
        values.put(
                "varchar",
                List.of("'order ' || h % 100003", "''", "'ä€\uD83D\uDE00'", "repeat('long ', 60)", "chr(0)"));
        values.put(
                "blob", List.of("unhex(md5(h::VARCHAR))", "''::BLOB", "'\\x00\\xFF'::BLOB", "repeat('x', 300)::BLOB"));
        values.put("bit", List.of("(h % 1000003)::BIGINT::BIT", "'0'::BIT", "'101'::BIT"));
        values.put("uuid", List.of("md5(h::VARCHAR)::UUID", "'00000000-0000-0000-0000-000000000000'::UUID"));
        values.put("enum", List.of("['buy', 'sell'][(h % 2)::INTEGER + 1]::side", "''::side", "'ä'::side"));
        values.put("json", List.of("('{\"n\": ' || h % 77 || '}')::JSON", "'null'::JSON", "'[]'::JSON"));
    }
}
