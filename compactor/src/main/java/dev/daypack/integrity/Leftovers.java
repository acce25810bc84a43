package dev.daypack.integrity;

import dev.daypack.discover.Bindings;
import dev.daypack.discover.Layout;
import dev.daypack.discover.Match;
import dev.daypack.discover.PartitionDay;
import dev.daypack.memory.ScratchException;
import dev.daypack.memory.ScratchLeftovers;
import dev.daypack.publish.Publisher;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseWatch;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import dev.daypack.store.UnfinishedWrite;
import dev.daypack.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What writers that died left behind: uploads in parts and temporary files in the store, spills and spools on this
 * machine. A write of a partition-day on which there is any lease is never touched, however old it is.
 */
final class Leftovers {

    private final ObjectStore compact;
    private final Layout layout;
    private final ScratchLeftovers scratch;
    private final Duration olderThan;

    /** @param olderThan what is younger may be alive */
    Leftovers(ObjectStore compact, Layout layout, ScratchLeftovers scratch, Duration olderThan) {
        this.compact = compact;
        this.layout = layout;
        this.scratch = scratch;
        this.olderThan = olderThan;
    }

    /** A finding about unfinished writes of one key, with what it takes to remove them. */
    record Dead(Finding finding, Runnable removal) {}

    /**
     * All that is old enough; the rest is told in the notes.
     *
     * @param findings told if unfinished writes may not be listed: a check that leaves something out is not clean
     */
    List<Dead> look(List<String> notes, List<Finding> findings) {
        List<Dead> dead = new ArrayList<>();
        Set<String> leased = leased();
        int young = 0;
        int foreign = 0;
        for (UnfinishedWrite write : unfinished(findings)) {
            if (!isOurs(write)) {
                foreign++;
            } else if (!write.isOlderThan(olderThan) || mayBeAlive(write, leased)) {
                young++;
            } else {
                dead.add(new Dead(finding(write), () -> remove(write)));
            }
        }
        note(
                young,
                "that may be alive, on a day that is worked on or younger than "
                        + Units.wholeSeconds(olderThan.toSeconds()) + ", left alone",
                notes);
        note(foreign, "to keys that are not Daypack's, left alone", notes);
        scratch(dead, notes);
        return dead;
    }

    private List<UnfinishedWrite> unfinished(List<Finding> findings) {
        try {
            return compact.unfinishedWrites();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.REFUSED) {
                throw e;
            }
            findings.add(Finding.of(
                    Kind.UNFINISHED,
                    compact.url(),
                    "unfinished uploads were not looked at: " + e.getMessage(),
                    "allowing s3:ListBucketMultipartUploads, as deploy/policies/compact-check.json does"));
            return List.of();
        }
    }

    private static void note(int writes, String text, List<String> notes) {
        if (writes > 0) {
            notes.add(Units.count(writes, "unfinished write") + " " + text);
        }
    }

    private void remove(UnfinishedWrite write) {
        if (mayBeAlive(write, leased())) {
            throw new IllegalStateException("somebody has begun to work on it");
        }
        compact.removeUnfinished(write);
    }

    private static Finding finding(UnfinishedWrite write) {
        String age =
                write.age().map(known -> Units.wholeSeconds(known.toSeconds())).orElse("unknown");
        return Finding.repairable(
                Kind.UNFINISHED, write.key(), "a write that was never finished, begun " + age + " ago");
    }

    private Set<String> leased() {
        return LeaseWatch.held(compact);
    }

    /** Temporary files of a directory are in a place of our own; uploads are known by what they are for. */
    private boolean isOurs(UnfinishedWrite write) {
        return isTemporary(write)
                || write.key().startsWith("compacted/.probe/")
                || day(write.key()).isPresent();
    }

    /** A temporary file of a directory does not tell which day it is for: it may be any that is worked on. */
    private boolean mayBeAlive(UnfinishedWrite write, Set<String> leased) {
        return isTemporary(write) ? !leased.isEmpty() : leased.contains(lease(write));
    }

    private static boolean isTemporary(UnfinishedWrite write) {
        return write.key().startsWith(".daypack-tmp/");
    }

    /** The key of the lease on the partition-day that a write is for; something that is no lease if it is for none. */
    private String lease(UnfinishedWrite write) {
        return day(write.key()).map(LeaseKeeper::key).orElse(write.key());
    }

    private Optional<PartitionDay> day(String key) {
        String[] segments = key.split("/", -1);
        if (segments.length != layout.levels() + 1 || !segments[layout.levels()].equals(Publisher.DATA)) {
            return Optional.empty();
        }
        Bindings bindings = Bindings.none();
        for (int level = 0; level < layout.levels(); level++) {
            if (!(layout.match(level, segments[level], bindings) instanceof Match.Bound bound)) {
                return Optional.empty();
            }
            bindings = bound.bindings();
        }
        return Optional.of(layout.partitionDay(bindings));
    }

    private void scratch(List<Dead> dead, List<String> notes) {
        try {
            for (ScratchLeftovers.Leftover leftover : scratch.list()) {
                if (leftover.age().compareTo(olderThan) > 0) {
                    Finding finding = Finding.repairable(
                            Kind.SCRATCH,
                            leftover.file().toString(),
                            Units.bytes(leftover.sizeBytes()) + " of scratch left by a process that was killed");
                    dead.add(new Dead(finding, () -> scratch.remove(leftover)));
                }
            }
        } catch (ScratchException e) {
            notes.add("scratch was not looked at: " + e.getMessage());
        }
    }
}
