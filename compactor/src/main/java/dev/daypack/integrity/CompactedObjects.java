package dev.daypack.integrity;

import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.state.LeaseWatch;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What stands below {@code compacted/} beside the state and the leases. Nothing of it is ever removed here: what a
 * probe left may be in use by a probe, and what is unknown is somebody's.
 */
final class CompactedObjects {

    private static final String ROOT = "compacted/";
    private static final String PROBES = "compacted/.probe/";

    /** The state, its months, what a rebuild kept of them; parts that were given up; what a probe saw. */
    private static final Pattern KNOWN = Pattern.compile(
            "compacted/(_state(/[0-9]{6}|\\.(replaced|unreadable)-[0-9a-f]{12})?|reaped/.+|\\.probe/probe)\\.json");

    private final ObjectStore compact;

    CompactedObjects(ObjectStore compact) {
        this.compact = compact;
    }

    /** The finding for an object that nothing here writes. */
    static Finding unknown(String key) {
        return Finding.of(Kind.UNKNOWN, key, "not an object of Daypack", "moving it away, unless somebody needs it");
    }

    /** ETag by key of all that is worth a word. */
    Map<String, String> look() {
        Map<String, String> odd = new TreeMap<>();
        for (ObjectStat object : compact.list(ROOT)) {
            String key = object.key();
            if (!key.startsWith(LeaseWatch.PREFIX) && !KNOWN.matcher(key).matches()) {
                odd.put(key, object.etag());
            }
        }
        return odd;
    }

    /** What stood there at the first look, and stands there unchanged at the second. */
    List<Finding> findings(Map<String, String> first, Map<String, String> second) {
        List<Finding> findings = new ArrayList<>();
        second.forEach((key, etag) -> {
            if (etag.equals(first.get(key))) {
                findings.add(key.startsWith(PROBES) ? probe(key) : unknown(key));
            }
        });
        return findings;
    }

    private static Finding probe(String key) {
        return Finding.of(
                Kind.PROBE,
                key,
                "left by a probe of the store that did not come to its end",
                "removing it by hand while no command starts");
    }
}
