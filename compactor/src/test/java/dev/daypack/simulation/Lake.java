package dev.daypack.simulation;

import dev.daypack.discover.Layout;
import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.store.Condition;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The raw store, and all that ever stood in it: the oracle's memory, which does not come from any file. The environment
 * changes it; a host never may.
 */
final class Lake {

    static final Layout LAYOUT =
            Layout.parse("exchange={exchange}/stream={stream}/symbol={symbol}/date={date:yyyyMMdd}");

    private final World world;
    private final Bucket raw;
    private final PartPool pool;
    private final boolean hasLargeParts;
    private final Map<PartitionDay, List<RawSet>> history = new TreeMap<>();
    private final Map<LocalDate, List<Evidence>> evidence = new HashMap<>();
    private final Map<String, Integer> pageEnds = new HashMap<>();

    Lake(World world, Bucket raw, PartPool pool, boolean hasLargeParts) {
        this.hasLargeParts = hasLargeParts;
        this.world = world;
        this.raw = raw;
        this.pool = pool;
    }

    static PartitionDay day(String symbol, LocalDate date) {
        return new PartitionDay(
                new Partition(List.of("exchange", "stream", "symbol"), List.of("binance", "bbo", symbol)), date);
    }

    /** Puts a good part there, over one with the same number. */
    void deliver(PartitionDay day, int number, int index) {
        put(day, number, hasLargeParts ? pool.large(index) : pool.good(index));
    }

    void deliverBad(PartitionDay day, int number, int index) {
        put(day, number, pool.bad(index));
    }

    private void put(PartitionDay day, int number, PoolPart part) {
        String key = key(day, number);
        raw.deliver(key, part);
        String tag = raw.held(key).orElseThrow().tag();
        pageEnds.put(tag, part.pagesEnd());
        SortedMap<String, RawSet.Delivered> parts = new TreeMap<>(now(day).parts());
        parts.put(key, new RawSet.Delivered(part, tag));
        became(day, parts);
        world.trace().note(world.nanos(), "raw", "part " + part.index() + " at " + key);
    }

    void remove(PartitionDay day, int number) {
        String key = key(day, number);
        raw.delete(key, null);
        SortedMap<String, RawSet.Delivered> parts = new TreeMap<>(now(day).parts());
        parts.remove(key);
        became(day, parts);
        world.trace().note(world.nanos(), "raw", "no more " + key);
    }

    /** What is no part, beside them. */
    void deliverOther(PartitionDay day) {
        raw.put(
                LAYOUT.prefix(day) + "_SUCCESS",
                new byte[] {1},
                new Condition.Always(),
                new Bucket.Writer(null, world.nanos()));
    }

    void judge(LocalDate date, Evidence now) {
        List<String> windows = now.windows(date);
        for (int number = 0; number < windows.size(); number++) {
            raw.put(
                    "quality/date=" + date.format(DateTimeFormatter.BASIC_ISO_DATE) + "/w" + number + ".json",
                    windows.get(number).getBytes(StandardCharsets.UTF_8),
                    new Condition.Always(),
                    new Bucket.Writer(null, world.nanos()));
        }
        evidence.computeIfAbsent(date, any -> new ArrayList<>()).add(now);
        world.trace().note(world.nanos(), "raw", "the evidence of " + date + " is " + now);
    }

    private static String key(PartitionDay day, int number) {
        return LAYOUT.prefix(day) + "part-1767755%03d-%06d.parquet".formatted(number, number);
    }

    private void became(PartitionDay day, SortedMap<String, RawSet.Delivered> parts) {
        history.computeIfAbsent(day, any -> new ArrayList<>(List.of(RawSet.empty())))
                .add(new RawSet(world.nanos(), parts));
    }

    Map<String, Integer> pageEnds() {
        return pageEnds;
    }

    /** All partition-days that ever were. */
    List<PartitionDay> days() {
        return List.copyOf(history.keySet());
    }

    RawSet now(PartitionDay day) {
        List<RawSet> all = sets(day);
        return all.get(all.size() - 1);
    }

    /** In the order of time; the first is empty. */
    List<RawSet> sets(PartitionDay day) {
        return history.getOrDefault(day, List.of(RawSet.empty()));
    }

    /** The place of the set whose digest this is; of several the latest that stood before a time. */
    Optional<Integer> find(PartitionDay day, String digest) {
        List<RawSet> all = sets(day);
        for (int at = all.size() - 1; at >= 0; at--) {
            if (all.get(at).digest().equals(digest)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** When the set at a place ended; the end of time if it stands. */
    long until(PartitionDay day, int place) {
        List<RawSet> all = sets(day);
        return place + 1 < all.size() ? all.get(place + 1).fromNanos() : Long.MAX_VALUE;
    }

    /** Whether there were parts all the time since then. */
    boolean stoodSince(PartitionDay day, long nanos) {
        List<RawSet> all = sets(day);
        for (int at = 0; at < all.size(); at++) {
            if (until(day, at) > nanos && all.get(at).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    List<Evidence> evidence(LocalDate date) {
        return evidence.getOrDefault(date, List.of(Evidence.NONE));
    }

    Evidence evidenceNow(LocalDate date) {
        List<Evidence> all = evidence(date);
        return all.get(all.size() - 1);
    }

    static Optional<PartitionDay> dayOfKey(String key, List<PartitionDay> known) {
        return known.stream().filter(day -> key.startsWith(LAYOUT.prefix(day))).findFirst();
    }
}
