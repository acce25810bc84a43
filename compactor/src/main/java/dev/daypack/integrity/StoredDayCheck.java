package dev.daypack.integrity;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.JsonFields;
import dev.daypack.publish.Publication;
import dev.daypack.publish.Publisher;
import dev.daypack.quality.DayQuality;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at one partition-day: its objects, what they say of each other, and what the state says of them. One listing,
 * one footer, two sidecars, and the record of its raw parts if they were reaped. Thread-safe.
 */
final class StoredDayCheck {

    private static final Set<String> OURS = Set.of(Publisher.DATA, Publisher.META, DayQuality.FILE_NAME);

    private final ObjectStore compact;
    private final Layout layout;
    private final Publisher publisher;
    private final PublishedFiles files;
    private final Sidecars sidecars;
    private final ReapedCheck reaped;

    StoredDayCheck(
            ObjectStore compact,
            Layout layout,
            Publisher publisher,
            PublishedFiles files,
            Sidecars sidecars,
            ReapedCheck reaped) {
        this.compact = compact;
        this.layout = layout;
        this.publisher = publisher;
        this.files = files;
        this.sidecars = sidecars;
        this.reaped = reaped;
    }

    /**
     * What was seen.
     *
     * @param findings nothing if all is well
     * @param published the file, if there is one
     * @param sidecars of a file of ours
     * @param wanted what the entry should say; empty if it is right, or cannot be told
     * @param isSettled whether no run has anything left to do here
     */
    record Look(
            PartitionDay day,
            List<Finding> findings,
            Optional<Publication> published,
            Optional<Sidecars.Found> sidecars,
            Optional<PartitionEntry> wanted,
            boolean isSettled) {

        boolean isClean() {
            return findings.isEmpty();
        }
    }

    /**
     * @param entry what the state says; empty if it says nothing
     * @param isStateKnown false if the state cannot be read: then nothing is held against it
     * @throws StoreException if the store fails
     */
    Look look(PartitionDay day, Optional<PartitionEntry> entry, boolean isStateKnown) {
        Map<String, ObjectStat> objects = new TreeMap<>();
        String prefix = layout.prefix(day);
        compact.list(prefix).forEach(object -> objects.put(object.key().substring(prefix.length()), object));
        List<Finding> findings = new ArrayList<>();
        objects.forEach((name, object) -> {
            if (!OURS.contains(name)) {
                findings.add(CompactedObjects.unknown(object.key()));
            }
        });
        ObjectStat data = objects.get(Publisher.DATA);
        if (data == null) {
            return missing(day, entry, objects, findings);
        }
        Optional<Publication> published = read(data, findings);
        if (published.isEmpty()) {
            return new Look(day, findings, published, Optional.empty(), Optional.empty(), false);
        }
        boolean isSettled = entry.filter(it -> it.status().isTerminal()).isPresent();
        Optional<Finding> usurped = usurped(day, published.get(), entry);
        if (usurped.isPresent()) {
            findings.add(usurped.get());
            return new Look(day, findings, published, Optional.empty(), Optional.empty(), isSettled);
        }
        Optional<Sidecars.Found> found = sidecars(day, published.get(), findings);
        Optional<PartitionEntry> wanted =
                isStateKnown ? wanted(day, published.get(), entry, findings) : Optional.empty();
        return new Look(day, findings, published, found, wanted, isSettled);
    }

    /**
     * Whether what stands there took the place of a file that Daypack made, and is not of its making, or not the one
     * that the raw parts were given up for. To fit sidecars and state to it would destroy the last witnesses.
     */
    private Optional<Finding> usurped(PartitionDay day, Publication published, Optional<PartitionEntry> entry) {
        Optional<Finding> notReaped = reaped.finding(day, Optional.of(published));
        boolean isForeign =
                published.imprint().isEmpty() && files.entry(day, published).isPresent();
        if (notReaped.isPresent() || !isForeign) {
            return notReaped;
        }
        boolean wasOurs = entry.flatMap(PartitionEntry::attempt).isPresent() || files.hasOurSidecar(day);
        return wasOurs
                ? Optional.of(Finding.of(
                        Kind.FILE,
                        day.stateKey(),
                        "data.parquet is another program's, but Daypack packed this day, by the state or meta.json",
                        again(day),
                        "moving meta.json away, and then daypack state rebuild, if that file is to stay"))
                : Optional.empty();
    }

    /** Empty if the file was replaced or removed since it was listed. */
    private Optional<Publication> read(ObjectStat data, List<Finding> findings) {
        try {
            return Optional.of(publisher.read(data));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CHANGED && e.kind() != StoreException.Kind.MISSING) {
                throw e;
            }
            findings.add(Finding.of(Kind.FILE, data.key(), "changed while it was looked at", "daypack fsck"));
            return Optional.empty();
        }
    }

    private Look missing(
            PartitionDay day, Optional<PartitionEntry> entry, Map<String, ObjectStat> objects, List<Finding> findings) {
        Optional<Status> status = entry.map(PartitionEntry::status);
        boolean hasSidecars = objects.containsKey(Publisher.META) || objects.containsKey(DayQuality.FILE_NAME);
        Optional<Finding> lost = reaped.finding(day, Optional.empty());
        if (lost.isPresent()) {
            findings.add(lost.get());
        } else if (status.equals(Optional.of(Status.SUCCESS))) {
            findings.add(Finding.of(
                    Kind.ENTRY, day.stateKey(), "the state says success, but there is no data.parquet", again(day)));
        } else if (hasSidecars) {
            findings.add(Finding.of(
                    Kind.SIDECAR,
                    day.stateKey(),
                    "sidecars without a data.parquet",
                    again(day),
                    "removing the sidecars, if there are no raw parts any more"));
        }
        Optional<PartitionEntry> wanted = Optional.empty();
        if (status.equals(Optional.of(Status.IN_PROGRESS))) {
            findings.add(Finding.repairable(
                    Kind.ENTRY, day.stateKey(), "the state says in_progress, but nobody works on it"));
            wanted = entry.map(files::abandoned);
        }
        boolean isSettled =
                status.filter(Status::isTerminal).isPresent() && !status.get().equals(Status.SUCCESS);
        return new Look(day, findings, Optional.empty(), Optional.empty(), wanted, isSettled);
    }

    private Optional<Sidecars.Found> sidecars(PartitionDay day, Publication published, List<Finding> findings) {
        if (published.imprint().isPresent()) {
            Sidecars.Found found = sidecars.look(day, published);
            if (!found.problems().isEmpty()) {
                findings.add(Finding.repairable(Kind.SIDECAR, day.stateKey(), String.join("; ", found.problems())));
            }
            return Optional.of(found);
        }
        if (files.entry(day, published).isEmpty()) {
            String url = compact.url().replaceAll("/+$", "") + "/"
                    + published.object().key();
            findings.add(Finding.of(
                    Kind.FILE,
                    day.stateKey(),
                    "the footer of data.parquet cannot be read, or is not of ours",
                    "daypack inspect " + url,
                    again(day)));
        }
        return Optional.empty();
    }

    /** A verdict on newer parts that is open will be settled by the next run, which looks at the file as well. */
    private Optional<PartitionEntry> wanted(
            PartitionDay day, Publication published, Optional<PartitionEntry> entry, List<Finding> findings) {
        Optional<PartitionEntry> made = files.entry(day, published);
        boolean isOpen = entry.filter(it -> !Entries.isOfAMissingFile(it))
                .map(PartitionEntry::status)
                .filter(status -> status == Status.FAILED || status == Status.PARTIAL)
                .isPresent();
        if (made.isEmpty() || isOpen) {
            return Optional.empty();
        }
        PartitionEntry wanted = Entries.withPublished(entry, made.get());
        if (entry.filter(it -> Entries.sayTheSame(it, wanted)).isPresent()) {
            return Optional.empty();
        }
        findings.add(Finding.repairable(
                Kind.ENTRY,
                day.stateKey(),
                entry.map(it -> "the state says another " + Entries.difference(it, wanted) + " than data.parquet")
                        .orElse("published, but the state does not know it")));
        return Optional.of(wanted);
    }

    private static String again(PartitionDay day) {
        String date = JsonFields.format(day.date());
        return "daypack backfill --date-from " + date + " --date-to " + date + " --overwrite";
    }
}
