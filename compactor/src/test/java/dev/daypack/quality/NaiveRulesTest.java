package dev.daypack.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Compares the judges, from JSON to label, with the rules written down a second time, over plain maps and integers. */
class NaiveRulesTest {

    private static final long SEED = 20260126L;
    private static final String[] EXCHANGES = {"binance", "bybit", "okx"};

    @Test
    void seededDaysGetTheLabelsOfTheNaiveRules() {
        WindowJudge windowJudge = new WindowJudge(QualityRules.defaults());
        DayJudge dayJudge = new DayJudge(QualityRules.defaults());
        Map<String, Integer> seen = new TreeMap<>();
        for (long round = 0; round < 400; round++) {
            Random random = new Random(SEED + round);
            String seed = "seed " + (SEED + round);
            List<Signals> day = day(random);
            List<JudgedWindow> judged = new ArrayList<>();
            for (Signals signals : day) {
                JudgedWindow window = windowJudge.judge(signals.text().window());
                assertEquals(naiveWindow(signals), window.label().name(), () -> seed + " " + signals.values);
                seen.merge("window " + window.label(), 1, Integer::sum);
                judged.add(window);
            }
            DayLabel label = dayJudge.judge(judged).label();
            assertEquals(naiveDay(day), label.name(), seed);
            seen.merge("day " + label, 1, Integer::sum);
        }
        assertEquals(8, seen.size(), "every label occurs: " + seen);
    }

    private static String naiveWindow(Signals w) {
        int offline = 0;
        for (String exchange : EXCHANGES) {
            offline = Math.max(offline, w.tenths("offline " + exchange));
        }
        boolean bad = w.tenths("drops") > 0 || w.tenths("queue") >= 900 || w.tenths("offline binance") > 6_000;
        boolean degraded = offline > 1_800 || w.tenths("drain") > 1_800 || w.tenths("reconnects") >= 50;
        boolean healthy = w.tenths("offline binance") == 0
                && w.tenths("drops") == 0
                && w.tenths("queue") < 500
                && w.tenths("eps") > 1_000;
        if (bad) {
            return "BAD";
        }
        return degraded && !healthy ? "DEGRADED" : "GOOD";
    }

    private static String naiveDay(List<Signals> day) {
        long bad = 0;
        long degraded = 0;
        long partial = 0;
        long drops = 0;
        long offlineTenths = 0;
        for (Signals w : day) {
            if (w.partial) {
                partial++;
                continue;
            }
            bad += naiveWindow(w).equals("BAD") ? 1 : 0;
            degraded += naiveWindow(w).equals("DEGRADED") ? 1 : 0;
            drops += w.tenths("drops") / 10;
            offlineTenths += w.tenths("offline binance");
        }
        if (day.isEmpty()) {
            return "UNKNOWN";
        }
        if (bad >= 3 || drops > 100_000 || offlineTenths > 36_000) {
            return "BAD";
        }
        if (bad >= 1 || degraded >= 10 || offlineTenths > 9_000) {
            return "DEGRADED";
        }
        return partial > 0 && day.size() - partial < 80 ? "PARTIAL" : "GOOD";
    }

    /** Most signals quiet, some at or beside a threshold, some absent; how stormy differs by day. */
    private static List<Signals> day(Random random) {
        int count = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(100);
        double stormy = random.nextInt(4) * 0.02;
        double partial = random.nextInt(3) * 0.02;
        List<Signals> day = new ArrayList<>();
        for (int window = 0; window < count; window++) {
            Signals signals = new Signals(random.nextDouble() < partial);
            signals.pick(random, "drops", stormy / 8, 10, 20, 500_000, 1_000_000, 1_000_010);
            signals.pick(random, "queue", stormy, 120, 499, 500, 501, 899, 900, 901);
            signals.pick(random, "reconnects", stormy, 10, 40, 50, 60);
            signals.pick(random, "drain", stormy, 1, 1_799, 1_800, 1_801);
            signals.pick(random, "eps", 0.5, 999, 1_000, 1_001, 5_000);
            for (String exchange : EXCHANGES) {
                signals.pick(random, "offline " + exchange, stormy, 1, 1_800, 1_801, 5_999, 6_000, 6_001, 9_000);
            }
            day.add(signals);
        }
        return day;
    }

    /** Signals of one window in tenths of their unit. */
    private static final class Signals {
        private final boolean partial;
        private final Map<String, Integer> values = new LinkedHashMap<>();

        private Signals(boolean partial) {
            this.partial = partial;
        }

        private void pick(Random random, String name, double chance, int... loud) {
            if (random.nextDouble() < chance) {
                values.put(name, loud[random.nextInt(loud.length)]);
            } else if (random.nextBoolean()) {
                values.put(name, 0);
            }
        }

        private int tenths(String name) {
            return values.getOrDefault(name, 0);
        }

        private WindowText text() {
            WindowText text = WindowText.empty().field("is_partial", Boolean.toString(partial));
            Map<String, String> offline = new LinkedHashMap<>();
            values.forEach((name, tenths) -> {
                String whole = Integer.toString(tenths / 10);
                String decimal = whole + "." + tenths % 10;
                switch (name) {
                    case "drops" -> text.signal("dropped_events", whole);
                    case "queue" -> text.queue(decimal);
                    case "reconnects" -> text.signal("reconnects", whole);
                    case "drain" -> text.drain(decimal);
                    case "eps" -> text.binanceEps(decimal);
                    default -> offline.put('"' + name.substring("offline ".length()) + '"', decimal);
                }
            });
            return offline.isEmpty() ? text : text.offline(offline.toString().replace('=', ':'));
        }
    }
}
