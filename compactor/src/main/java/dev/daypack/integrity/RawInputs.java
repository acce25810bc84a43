package dev.daypack.integrity;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.Parts;
import dev.daypack.discover.Versions;
import dev.daypack.publish.Manifest;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The raw parts of partition-days, held against the manifests of what was packed from them. Thread-safe. */
final class RawInputs {

    private final ObjectStore raw;
    private final Layout layout;
    private final Versions versions;

    RawInputs(ObjectStore raw, Layout layout, Versions versions) {
        this.raw = raw;
        this.layout = layout;
        this.versions = versions;
    }

    /**
     * How raw stands to a manifest.
     *
     * @param present parts of the manifest that are there, unchanged
     * @param missing parts of the manifest that are not there
     * @param changed parts of the manifest where another generation stands now
     * @param late parts that count, and are not in the manifest
     * @param left other objects below the prefix: older deliveries, and what is no part
     */
    record Comparison(
            List<Manifest.Input> present,
            List<Manifest.Input> missing,
            List<Manifest.Input> changed,
            List<ObjectStat> late,
            long left) {

        /** Whether raw is what it was when the day was packed. */
        boolean isSame() {
            return missing.isEmpty() && changed.isEmpty() && late.isEmpty();
        }
    }

    /**
     * Lists a partition-day and compares it.
     *
     * @throws dev.daypack.discover.UnversionedPartException if deliveries are told by name and a part's name does not
     * @throws dev.daypack.store.StoreException if the list call fails
     */
    Comparison compare(PartitionDay day, Manifest manifest) {
        Parts listed = Parts.list(raw, layout.prefix(day), versions);
        Map<String, ObjectStat> there = new LinkedHashMap<>();
        listed.superseded().forEach(stat -> there.put(stat.key(), stat));
        listed.parts().forEach(stat -> there.put(stat.key(), stat));
        Map<String, Manifest.Input> packed = new LinkedHashMap<>();
        manifest.inputs().forEach(input -> packed.put(input.key(), input));
        // Once the newest delivery is gone, an older one counts as the newest; it is not news.
        List<ObjectStat> others = listed.parts().stream()
                .filter(stat -> !packed.containsKey(stat.key()))
                .toList();
        List<ObjectStat> late = listed.isOlderThan(packed.keySet()) ? List.of() : others;
        return new Comparison(
                manifest.inputs().stream()
                        .filter(input -> isSame(input, there.get(input.key())))
                        .toList(),
                manifest.inputs().stream()
                        .filter(input -> !there.containsKey(input.key()))
                        .toList(),
                manifest.inputs().stream()
                        .filter(input -> there.containsKey(input.key()))
                        .filter(input -> !isSame(input, there.get(input.key())))
                        .toList(),
                late,
                listed.ignoredCount()
                        + others.size()
                        - late.size()
                        + listed.superseded().stream()
                                .filter(stat -> !packed.containsKey(stat.key()))
                                .count());
    }

    private static boolean isSame(Manifest.Input input, ObjectStat stat) {
        return stat != null && stat.etag().equals(input.etag()) && stat.sizeBytes() == input.sizeBytes();
    }

    ObjectStore store() {
        return raw;
    }
}
