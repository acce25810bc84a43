package dev.daypack.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.MemoryStore;
import dev.daypack.store.ObjectStat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static final String DIR = "symbol=x/date=20260126/";

    @Test
    void parquetKeysCountAndTheRestIsIgnoredWithItsReason() {
        MemoryStore store = store(
                "part-2.parquet",
                "part-1.parquet",
                "data.parquet",
                "_tmp.parquet",
                ".part-3.parquet",
                "_SUCCESS",
                "part-4.parquet.tmp",
                "PART.PARQUET",
                "sub/part-5.parquet",
                "");
        Parts parts = Parts.list(store, DIR, Versions.ALL);
        assertEquals(List.of("data.parquet", "part-1.parquet", "part-2.parquet"), names(parts.parts()));
        assertEquals(7, parts.ignoredCount());
        assertEquals(
                List.of(
                        DIR + ": stands for the directory itself",
                        DIR + ".part-3.parquet: the name starts with '.', which marks files that are no data",
                        DIR + "PART.PARQUET: does not end in .parquet",
                        DIR + "_SUCCESS: the name starts with '_', which marks files that are no data",
                        DIR + "_tmp.parquet: the name starts with '_', which marks files that are no data",
                        DIR + "part-4.parquet.tmp: does not end in .parquet",
                        DIR + "sub/part-5.parquet: lies in a directory below the partition-day's own"),
                parts.ignored().stream().map(IgnoredKey::toString).toList());
    }

    @Test
    void partsOfANeighbourWithTheSameStartAreNotListed() {
        MemoryStore store = store("a.parquet").with("symbol=x/date=202601261/b.parquet", "");
        assertEquals(
                List.of("a.parquet"), names(Parts.list(store, DIR, Versions.ALL).parts()));
    }

    @Test
    void theFileRankIsTheBytewiseOrderWhateverTheListingsOrder() {
        List<String> keys =
                List.of("a-1", "a-10", "a-2", "a.", "aA", "a_", "aa", "a\u00e9", "a\uFF5E", "a\uD83D\uDE00");
        List<ObjectStat> listing = new ArrayList<>(keys.stream()
                .map(key -> new ObjectStat(DIR + key + ".parquet", 1, "e", Instant.EPOCH))
                .toList());
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(listing, new Random(seed));
            List<String> ranked = names(Parts.of(DIR, listing).parts());
            assertEquals(keys.stream().map(key -> key + ".parquet").toList(), ranked, "seed " + seed);
        }
    }

    @Test
    void keyOrderIsThatOfUtf8Bytes() {
        int[] units = {'-', '/', 'a', 0xE9, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF};
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String left = text(random, units);
            String right = text(random, units);
            int expected = Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
            assertEquals(Integer.signum(expected), Integer.signum(KeyOrder.compare(left, right)), "seed " + seed);
        }
    }

    @Test
    void theNewestVersionCountsAndTheOthersAreSuperseded() {
        MemoryStore store = store(
                "20260127_010000_a.parquet",
                "20260127_010000_b.parquet",
                "20260126_230000_a.parquet",
                "20260126_230000_z.parquet",
                "_note");
        Parts parts = Parts.list(store, DIR, Versions.NEWEST_PREFIX);
        assertEquals(List.of("20260127_010000_a.parquet", "20260127_010000_b.parquet"), names(parts.parts()));
        assertEquals(List.of("20260126_230000_a.parquet", "20260126_230000_z.parquet"), names(parts.superseded()));
        assertEquals(1, parts.ignoredCount());
        assertEquals(4, Parts.list(store, DIR, Versions.ALL).parts().size());
    }

    @Test
    void aPartWithoutAVersionIsAnErrorUnderNewestPrefix() {
        MemoryStore store = store("20260127_010000_a.parquet", "part-1.parquet");
        UnversionedPartException error =
                assertThrows(UnversionedPartException.class, () -> Parts.list(store, DIR, Versions.NEWEST_PREFIX));
        assertEquals(DIR + "part-1.parquet", error.key());
    }

    @Test
    void versionsAreReadFromTheSetting() {
        assertEquals(Versions.NEWEST_PREFIX, Versions.fromSetting("newest-prefix"));
        assertEquals(Versions.ALL, Versions.fromSetting("all"));
        String message = assertThrows(IllegalArgumentException.class, () -> Versions.fromSetting("newest"))
                .getMessage();
        assertTrue(message.contains("'newest' is unknown; use 'all' or 'newest-prefix'"), message);
    }

    private static String text(Random random, int[] units) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            text.appendCodePoint(units[random.nextInt(units.length)]);
        }
        return text.toString();
    }

    private static MemoryStore store(String... names) {
        MemoryStore store = new MemoryStore();
        for (String name : names) {
            store.with(DIR + name, "x");
        }
        return store;
    }

    private static List<String> names(List<ObjectStat> parts) {
        return parts.stream().map(part -> part.key().substring(DIR.length())).toList();
    }
}
