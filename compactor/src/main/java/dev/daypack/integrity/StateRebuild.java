package dev.daypack.integrity;

import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovered;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Filters;
import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.ReapedDays;
import dev.daypack.report.RebuildReport;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.LeaseWatch;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.StateStore;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.state.Status;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import dev.daypack.text.Units;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state again from what is published: for a state that is lost, cannot be read, or has gone astray. The raw
 * store, where it can be had, is only listed, and only for the watermark.
 */
public final class StateRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(StateRebuild.class);

    private final ObjectStore compact;
    private final Layout layout;
    private final PublishedDays days;
    private final Publisher publisher;
    private final PublishedFiles files;
    private final StateStore state;
    private final Supplier<Optional<Discovery>> raw;
    private final SideBySide sideBySide;
    private final Clock clock;

    private StateRebuild(CareParts parts, Supplier<Optional<Discovery>> raw) {
        this.compact = parts.compact();
        this.layout = parts.layout();
        this.days = parts.days();
        this.publisher = new Publisher(parts.compact(), parts.layout());
        this.files = new PublishedFiles(parts.compact(), publisher, parts.clock());
        this.state = parts.state();
        this.raw = raw;
        this.sideBySide = parts.sideBySide();
        this.clock = parts.clock();
    }

    /** @param raw opens the raw store; empty if the settings have none, a StoreException if it is out of reach */
    public static StateRebuild of(CareParts parts, Supplier<Optional<Discovery>> raw) {
        return new StateRebuild(parts, raw);
    }

    /** What the store showed of one partition-day. */
    private record Look(PartitionDay day, boolean isStanding, Optional<PartitionEntry> entry) {}

    /**
     * Looks at everything that is published and writes the state by compare-and-swap.
     *
     * @param isDryRun writes nothing
     * @throws StoreException if the compact store fails
     */
    public RebuildReport run(boolean isDryRun) {
        List<String> notes = new ArrayList<>();
        Optional<String> trouble = trouble();
        Optional<StateDocument> before = state.salvage();
        Map<PartitionDay, PartitionEntry> seen =
                before.map(this::entries).map(Map::copyOf).orElse(Map.of());
        PublishedDays.Walk walk = days.walk(Selection.all());
        walk.notes().forEach(notes::add);
        SortedSet<PartitionDay> toLookAt = new TreeSet<>(walk.stored());
        toLookAt.addAll(seen.keySet());
        Set<PartitionDay> reaped = new ReapedDays(compact).all(layout).keySet();
        toLookAt.addAll(reaped);
        // Before the files: whose lease is gone by now has published all that it will.
        toLookAt.removeAll(beingReplaced(seen));
        LOG.info("reading {} footers", toLookAt.size());
        List<Look> looks = sideBySide.map("read", List.copyOf(toLookAt), this::look);
        SortedSet<PartitionDay> standing = new TreeSet<>();
        SortedMap<PartitionDay, PartitionEntry> published = new TreeMap<>();
        looks.stream().filter(Look::isStanding).map(Look::day).forEach(standing::add);
        looks.forEach(look -> look.entry().ifPresent(entry -> published.put(look.day(), entry)));
        // Nothing else may know of them any more: their parts are gone from raw.
        SortedSet<PartitionDay> lost = looks.stream()
                .filter(look -> !look.isStanding() && reaped.contains(look.day()))
                .map(Look::day)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!lost.isEmpty()) {
            notes.add(Units.count(lost.size(), "partition-day") + ", the first " + lost.first()
                    + ": raw parts reaped, and data.parquet gone; restore it from a backup or an older version in the"
                    + " bucket, and then daypack fsck --repair");
        }
        Optional<Discovered> discovered = discovered(notes);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        StateMerge merge = new StateMerge(days, published, standing, lost, seen, discovered, today, clock);
        AtomicReference<StateMerge.Merged> last = new AtomicReference<>();
        Optional<StateStore.Rebuilt> written = Optional.empty();
        if (isDryRun) {
            last.set(merge.merge(before));
        } else {
            written = Optional.of(state.rebuild(present -> {
                last.set(merge.merge(present));
                return last.get().document();
            }));
        }
        standing.removeAll(published.keySet());
        return report(trouble, before, last.get(), written, published.size(), standing, discovered, notes);
    }

    /** Why the state stops runs, if it does. */
    private Optional<String> trouble() {
        try {
            entries(state.read().document());
            return Optional.empty();
        } catch (StateUnreadableException e) {
            return Optional.of(e.problem());
        }
    }

    private SortedMap<PartitionDay, PartitionEntry> entries(StateDocument document) {
        return days.recorded(document, Selection.all(), entry -> true);
    }

    /**
     * Days whose file a run is about to replace, or died over: what stands there now is not to be recorded, or the
     * entry would speak of a file that is no more, should the run die after all. The next run takes them up.
     */
    private Set<PartitionDay> beingReplaced(Map<PartitionDay, PartitionEntry> seen) {
        Set<String> leases =
                compact.list(LeaseWatch.PREFIX).stream().map(ObjectStat::key).collect(Collectors.toSet());
        return seen.keySet().stream()
                .filter(day -> seen.get(day).status() == Status.IN_PROGRESS)
                .filter(day -> leases.contains(LeaseKeeper.key(day)))
                .collect(Collectors.toSet());
    }

    private Look look(PartitionDay day) {
        Optional<Publication> present = publisher.present(day);
        return new Look(day, present.isPresent(), present.flatMap(published -> files.entry(day, published)));
    }

    private Optional<Discovered> discovered(List<String> notes) {
        String lacking = "the watermark does not move forward: ";
        try {
            Optional<Discovery> discovery = raw.get();
            if (discovery.isEmpty()) {
                notes.add(lacking + "no raw store is set, so days that are not packed cannot be told");
            }
            return discovery.map(it -> it.walk(Filters.none(), DateRange.all()));
        } catch (StoreException e) {
            notes.add(
                    lacking + "days that are not packed cannot be told, since the raw store failed: " + e.getMessage());
            return Optional.empty();
        }
    }

    private RebuildReport report(
            Optional<String> trouble,
            Optional<StateDocument> before,
            StateMerge.Merged merged,
            Optional<StateStore.Rebuilt> written,
            int published,
            Collection<PartitionDay> unreadable,
            Optional<Discovered> discovered,
            List<String> notes) {
        if (before.isEmpty() || trouble.isPresent()) {
            notes.add("what a lost state knew of days without a file (quarantined, failed, waiting, without parts)"
                    + " cannot be told from the store; the next run looks at them again");
        }
        if (merged.document().lastCompactedDate().isEmpty() && discovered.isEmpty()) {
            notes.add("without a watermark the next catch-up begins at the first packed day, packs nothing twice, and"
                    + " sets it");
        }
        return new RebuildReport(
                trouble,
                before.isPresent(),
                written.map(StateStore.Rebuilt::isWritten),
                written.map(StateStore.Rebuilt::kept).orElse(List.of()),
                published,
                strings(merged.added()),
                strings(merged.corrected()),
                strings(merged.gone()),
                strings(unreadable),
                kept(merged),
                before.flatMap(StateDocument::lastCompactedDate),
                merged.document().lastCompactedDate(),
                merged.blockedBy().map(PartitionDay::stateKey),
                notes);
    }

    private static SortedMap<String, Integer> kept(StateMerge.Merged merged) {
        SortedMap<String, Integer> kept = new TreeMap<>();
        merged.kept().forEach((status, count) -> kept.put(status.json(), count));
        return kept;
    }

    private static List<String> strings(Collection<PartitionDay> days) {
        return days.stream().map(PartitionDay::stateKey).toList();
    }
}
