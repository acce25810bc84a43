package dev.daypack.discover;

import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one partition-day's directory, sorted into parts and the rest. A part's place in {@link #parts} is its
 * file rank: the bytewise order of the keys.
 *
 * <p>A key counts if it stands directly in the directory, ends in {@code .parquet}, and its name starts with neither
 * {@code .} nor {@code _}, which writers use for files in progress and for markers.
 *
 * @param parts those that count, in bytewise order of the key; no two keys equal
 * @param superseded parts of older versions, see {@link Versions}; in the same order
 * @param delivery the prefix that the names of all {@code parts} share under {@link Versions#NEWEST_PREFIX}; empty
 *     otherwise, and if there are none
 * @param ignored the first {@link #MAX_IGNORED_SHOWN} others, in the same order
 * @param ignoredCount how many others there are
 */
public record Parts(
        List<ObjectStat> parts,
        List<ObjectStat> superseded,
        Optional<String> delivery,
        List<IgnoredKey> ignored,
        long ignoredCount) {

    /** How many ignored keys are kept by name. */
    public static final int MAX_IGNORED_SHOWN = 1_000;

    private static final String SUFFIX = ".parquet";

    public Parts {
        parts = List.copyOf(parts);
        superseded = List.copyOf(superseded);
        ignored = List.copyOf(ignored);
    }

    /**
     * Lists a directory and sorts what is there.
     *
     * @param prefix of the partition-day, ending in {@code /}
     * @throws UnversionedPartException see {@link Versions#select}
     */
    public static Parts list(ObjectStore store, String prefix, Versions versions) {
        return versions.select(of(prefix, store.list(prefix)));
    }

    /**
     * Sorts a listing.
     *
     * @param prefix of the partition-day, ending in {@code /}
     * @param listing all objects below it, in any order
     */
    public static Parts of(String prefix, List<ObjectStat> listing) {
        List<ObjectStat> parts = new ArrayList<>();
        List<IgnoredKey> ignored = new ArrayList<>();
        long ignoredCount = 0;
        for (ObjectStat stat : inKeyOrder(prefix, listing)) {
            Optional<String> reason = reasonToIgnore(stat.key().substring(prefix.length()));
            if (reason.isEmpty()) {
                parts.add(stat);
            } else {
                ignoredCount++;
                if (ignored.size() < MAX_IGNORED_SHOWN) {
                    ignored.add(new IgnoredKey(stat.key(), reason.get()));
                }
            }
        }
        return new Parts(parts, List.of(), Optional.empty(), ignored, ignoredCount);
    }

    /**
     * Whether what counts here is an older delivery than that of other parts: then those were there, and are not any
     * more. False where deliveries are not told apart.
     *
     * @param keys of the other parts
     */
    public boolean isOlderThan(Collection<String> keys) {
        return delivery.isPresent()
                && Versions.newest(keys)
                        .filter(newest -> delivery.get().compareTo(newest) < 0)
                        .isPresent();
    }

    /** What stands after the last slash of a key. */
    static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private static List<ObjectStat> inKeyOrder(String prefix, List<ObjectStat> listing) {
        List<ObjectStat> sorted = listing.stream()
                .sorted((left, right) -> KeyOrder.compare(left.key(), right.key()))
                .toList();
        for (int at = 0; at < sorted.size(); at++) {
            String key = sorted.get(at).key();
            if (!key.startsWith(prefix)) {
                throw new IllegalStateException("the store listed " + Printable.of(key) + " below " + prefix);
            }
            if (at > 0 && key.equals(sorted.get(at - 1).key())) {
                throw new IllegalStateException("the store listed " + Printable.of(key) + " twice");
            }
        }
        return sorted;
    }

    private static Optional<String> reasonToIgnore(String name) {
        if (name.isEmpty()) {
            return Optional.of("stands for the directory itself");
        }
        if (name.indexOf('/') >= 0) {
            return Optional.of("lies in a directory below the partition-day's own");
        }
        if (name.startsWith(".") || name.startsWith("_")) {
            return Optional.of("the name starts with '" + name.charAt(0) + "', which marks files that are no data");
        }
        if (!name.endsWith(SUFFIX)) {
            return Optional.of("does not end in " + SUFFIX);
        }
        return Optional.empty();
    }
}
