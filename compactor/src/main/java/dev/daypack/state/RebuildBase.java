package dev.daypack.state;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what is left of a state, however broken: the head if it parses, and every month that does, referred to or not.
 */
final class RebuildBase {

    private final ObjectStore compact;
    private final MonthObjects months;

    RebuildBase(ObjectStore compact, MonthObjects months) {
        this.compact = compact;
        this.months = months;
    }

    /** Why an object is kept before something else is written in its place. */
    enum Kind {
        REPLACED("replaced"),
        UNREADABLE("unreadable");

        private final String json;

        Kind(String json) {
            this.json = json;
        }

        /** As it stands in the key of the copy. */
        String json() {
            return json;
        }
    }

    /** The bytes of an object that is about to be replaced. */
    record Replaced(byte[] bytes, Kind kind) {}

    /**
     * What was found.
     *
     * @param document what can be read; empty if nothing can
     * @param etag of the head, readable or not; empty if there is none
     * @param isSound whether the document stands in the store just so: a head that parses, with all of its months
     * @param replaced to be kept before the head is written
     * @param brokenMonths yyyyMM of the months whose objects do not parse
     */
    record Found(
            Optional<StateDocument> document,
            Optional<String> etag,
            boolean isSound,
            List<Replaced> replaced,
            Set<String> brokenMonths) {}

    /**
     * Reads all of it.
     *
     * @param name of the state, for errors
     */
    Found read(String name) {
        Optional<StoredObject> head = compact.get(StateStore.KEY);
        List<Replaced> replaced = new ArrayList<>();
        Optional<StateDocument> parsed = head.flatMap(object -> parse(object, name));
        head.ifPresent(object ->
                replaced.add(new Replaced(object.bytes(), parsed.isPresent() ? Kind.REPLACED : Kind.UNREADABLE)));
        SortedSet<String> broken = new TreeSet<>();
        StateDocument before = parsed.orElseGet(StateDocument::fresh);
        StateDocument document = withMonths(before, replaced, broken);
        boolean isAnything = parsed.isPresent() || document != before;
        return new Found(
                isAnything ? Optional.of(document.readThrough(months)) : Optional.empty(),
                head.map(StoredObject::etag),
                parsed.isPresent() && document == before,
                replaced,
                broken);
    }

    private Optional<StateDocument> parse(StoredObject head, String name) {
        try {
            return Optional.of(StateDocument.parse(head.bytes(), name, months));
        } catch (StateUnreadableException e) {
            return Optional.empty();
        }
    }

    /** The same document if every month is as it says, and there are no others. */
    private StateDocument withMonths(StateDocument head, List<Replaced> replaced, Set<String> broken) {
        StateDocument document = head;
        SortedSet<String> all = new TreeSet<>(months.stored());
        all.addAll(head.rolledMonths());
        for (String month : all) {
            Optional<StoredObject> object = months.read(month);
            if (object.isEmpty()) {
                document = document.withoutMonth(month);
                continue;
            }
            try {
                document = withMonth(document, month, months.reference(month, object.get()));
            } catch (StateUnreadableException e) {
                broken.add(month);
                replaced.add(new Replaced(object.get().bytes(), Kind.UNREADABLE));
                document = document.withoutMonth(month);
            }
        }
        return document;
    }

    /** More entries than the head counts are fine: another writer is between the two writes of a rollover. */
    private static StateDocument withMonth(StateDocument document, String month, RolledMonths.Reference found) {
        boolean isAsReferred = document.monthReference(month)
                .filter(reference -> reference.entries() <= found.entries())
                .isPresent();
        return isAsReferred ? document : document.withMonthMoved(month, Set.of(), found);
    }
}
