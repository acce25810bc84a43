package dev.daypack.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state as operators read it ({@code compacted/_state.json}), immutable: each {@code with} method gives a new
 * document. Keys that Daypack does not know, at any level, survive every rewrite.
 *
 * <p>Backed by the JSON tree itself. A node that a document can reach is never changed again; a new document shares
 * all nodes but those it replaces. A change of any number of entries costs one copy of the entries' index, so callers
 * batch.
 *
 * <p>Entries of finished months may have moved out of this document (the head) into objects of their own, see {@link
 * StateStore#rollOver}. Looking one up reads its month, which may throw {@code StoreException} or {@link
 * StateUnreadableException}; the head's entry always wins over the month's.
 */
public final class StateDocument {

    /** So many writers' last writes are remembered, so that a lost answer can be told from a lost write. */
    private static final int WRITERS = 32;

    private static final String PARTITIONS = "partitions";
    private static final String DAYS = "days";
    private static final String MONTHS = "months";
    private static final String WRITES = "writers";

    private final ObjectNode root;
    private final RolledMonths rolled;

    private StateDocument(ObjectNode root, RolledMonths rolled) {
        this.root = root;
        this.rolled = rolled;
    }

    /** The state of a store in which nothing has been done yet. */
    public static StateDocument fresh() {
        ObjectNode root = Json.object();
        root.putObject(DAYS);
        root.putObject(PARTITIONS);
        return new StateDocument(root, RolledMonths.NONE);
    }

    /**
     * Reads a document, Daypack's or the old job's, and checks every known field of it.
     *
     * @param where names the document in errors
     * @throws StateUnreadableException if it is no such document
     */
    public static StateDocument parse(byte[] bytes, String where) {
        return parse(bytes, where, RolledMonths.NONE);
    }

    static StateDocument parse(byte[] bytes, String where, RolledMonths rolled) {
        try {
            StateDocument document = new StateDocument(Json.parseObject(bytes), rolled);
            document.check();
            return document;
        } catch (MalformedJsonException e) {
            throw new StateUnreadableException(where, e);
        }
    }

    /** The document in UTF-8: one line per day and per partition-day, both in the order of their keys. */
    public byte[] toBytes() {
        return StateText.of(root);
    }

    /** The watermark: every day up to it is settled. */
    public Optional<LocalDate> lastCompactedDate() {
        return fields().day("last_compacted_date");
    }

    /** When the document was last written; for people. */
    public Optional<Instant> updatedAt() {
        return fields().instant("updated_at");
    }

    public Optional<PartitionEntry> entry(PartitionDay day) {
        return entry(day.stateKey());
    }

    /** @param stateKey such as {@code binance/bbo/btcusdt/20260126} */
    public Optional<PartitionEntry> entry(String stateKey) {
        return node(stateKey).map(node -> EntryJson.partition(new JsonFields(node, "")));
    }

    /** All entries of one day, by state key. */
    public SortedMap<String, PartitionEntry> entriesOn(LocalDate day) {
        SortedMap<String, PartitionEntry> entries = new TreeMap<>();
        String suffix = "/" + JsonFields.format(day);
        month(JsonFields.format(day)).ifPresent(month -> addEntries(month, suffix, entries));
        addEntries(child(PARTITIONS), suffix, entries);
        return entries;
    }

    /** The state keys of the entries in the head; those of rolled months are not among them. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        child(PARTITIONS).fieldNames().forEachRemaining(keys::add);
        return Collections.unmodifiableSet(keys);
    }

    /** The first day with an entry that is not settled; what was rolled out of the head is. */
    public Optional<LocalDate> firstOpen() {
        return keys().stream()
                .filter(key ->
                        entry(key).filter(it -> !it.status().isTerminal()).isPresent())
                .flatMap(key -> dayOfKey(key).flatMap(JsonFields::parseDay).stream())
                .min(LocalDate::compareTo);
    }

    /** How many entries the head holds. */
    public int headEntries() {
        return child(PARTITIONS).size();
    }

    /** The days that have an entry of their own. */
    public SortedMap<LocalDate, DayEntry> days() {
        SortedMap<LocalDate, DayEntry> days = new TreeMap<>();
        child(DAYS)
                .fieldNames()
                .forEachRemaining(key -> days.put(dayKey(key), EntryJson.day(fields().keyed(DAYS, key))));
        return Collections.unmodifiableSortedMap(days);
    }

    /** What the document says of one day as a whole. */
    public Optional<DayEntry> day(LocalDate day) {
        String key = JsonFields.format(day);
        return child(DAYS).has(key) ? Optional.of(EntryJson.day(fields().keyed(DAYS, key))) : Optional.empty();
    }

    /** Months whose entries stand in objects of their own, as yyyyMM. */
    public SortedSet<String> rolledMonths() {
        SortedSet<String> months = new TreeSet<>();
        child(MONTHS).fieldNames().forEachRemaining(months::add);
        return Collections.unmodifiableSortedSet(months);
    }

    public StateDocument withLastCompactedDate(LocalDate day) {
        ObjectNode next = Json.shallowCopy(root);
        next.put("last_compacted_date", JsonFields.format(day));
        return new StateDocument(next, rolled);
    }

    /** Takes the watermark back: for a rebuild that cannot tell where it belongs. */
    public StateDocument withoutLastCompactedDate() {
        ObjectNode next = Json.shallowCopy(root);
        next.remove("last_compacted_date");
        return new StateDocument(next, rolled);
    }

    public StateDocument withEntry(PartitionDay day, PartitionEntry entry) {
        return withEntries(Map.of(day, entry));
    }

    /** Puts any number of entries at the cost of one. */
    public StateDocument withEntries(Map<PartitionDay, PartitionEntry> entries) {
        if (entries.isEmpty()) {
            return this;
        }
        ObjectNode partitions = Json.shallowCopy(child(PARTITIONS));
        entries.forEach((day, entry) -> {
            ObjectNode previous = node(day.stateKey()).orElseGet(Json::object);
            partitions.set(day.stateKey(), EntryJson.write(entry, previous));
        });
        return with(PARTITIONS, partitions);
    }

    public StateDocument withDays(Map<LocalDate, DayEntry> entries) {
        if (entries.isEmpty()) {
            return this;
        }
        ObjectNode days = Json.shallowCopy(child(DAYS));
        entries.forEach((day, entry) -> {
            String key = JsonFields.format(day);
            ObjectNode previous = days.get(key) instanceof ObjectNode node ? node : Json.object();
            days.set(key, EntryJson.write(entry, previous));
        });
        return with(DAYS, days);
    }

    /** Whether both say the same, to the last unknown key. */
    public boolean saysTheSameAs(StateDocument other) {
        return this == other || root.equals(StateDocument::compareValues, other.root);
    }

    /** As it goes to the store: with the time, and the token by which its writer knows it again. */
    StateDocument stamped(Instant now, String writer, long write) {
        ObjectNode writers = Json.shallowCopy(child(WRITES));
        writers.remove(writer);
        writers.put(writer, write);
        while (writers.size() > WRITERS) {
            writers.remove(writers.fieldNames().next());
        }
        ObjectNode next = Json.shallowCopy(root);
        next.put("updated_at", JsonFields.format(now));
        next.set(WRITES, writers);
        return new StateDocument(next, rolled);
    }

    /** The same, with the place where its rolled months are found; for documents that were built without one. */
    StateDocument readThrough(RolledMonths months) {
        return new StateDocument(root, months);
    }

    /** Whether this document, or one that it was made from, is the given write of a writer. */
    boolean holdsWrite(String writer, long write) {
        return child(WRITES).path(writer).asLong(-1) >= write;
    }

    /** The node of an entry, in the head or else in its rolled month. */
    Optional<ObjectNode> node(String stateKey) {
        ObjectNode from = child(PARTITIONS);
        if (!from.has(stateKey) && root.has(MONTHS)) {
            from = dayOfKey(stateKey).flatMap(this::month).orElse(from);
        }
        return from.get(stateKey) instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
    }

    /** The entries in the head, as JSON; not to be changed. */
    ObjectNode headPartitions() {
        return child(PARTITIONS);
    }

    /** What the head says of a rolled month; empty if it is not rolled. */
    Optional<RolledMonths.Reference> monthReference(String month) {
        return child(MONTHS).has(month)
                ? Optional.of(RolledMonths.Reference.read(fields().keyed(MONTHS, month)))
                : Optional.empty();
    }

    /** Without the entries of a month, which now stand in the object referred to. */
    StateDocument withMonthMoved(String month, Set<String> stateKeys, RolledMonths.Reference reference) {
        ObjectNode partitions = Json.shallowCopy(child(PARTITIONS)).remove(stateKeys);
        ObjectNode months = Json.shallowCopy(child(MONTHS));
        ObjectNode previous = months.get(month) instanceof ObjectNode node ? node : Json.object();
        months.set(month, reference.write(previous));
        return with(PARTITIONS, partitions).with(MONTHS, months);
    }

    /** Without the reference to a month's object, which cannot be used. */
    StateDocument withoutMonth(String month) {
        ObjectNode months = Json.shallowCopy(child(MONTHS));
        months.remove(month);
        return with(MONTHS, months);
    }

    /** The yyyyMMdd at the end of a state key, or empty if there is none. */
    static Optional<String> dayOfKey(String stateKey) {
        String day = stateKey.substring(stateKey.lastIndexOf('/') + 1);
        return JsonFields.parseDay(day).map(JsonFields::format);
    }

    private void check() {
        lastCompactedDate();
        updatedAt();
        days();
        fields().object(WRITES);
        rolledMonthsChecked();
        checkPartitions(fields());
    }

    /** Checks every entry below the key {@code partitions}. */
    static void checkPartitions(JsonFields document) {
        document.object(PARTITIONS)
                .ifPresent(partitions -> partitions
                        .fieldNames()
                        .forEachRemaining(key -> EntryJson.partition(document.keyed(PARTITIONS, key))));
    }

    private void rolledMonthsChecked() {
        fields().object(MONTHS);
        for (String month : rolledMonths()) {
            if (JsonFields.parseDay(month + "01").isEmpty()) {
                throw new MalformedJsonException(MONTHS, "expected months such as 202601, found " + Json.quoted(month));
            }
            String key = monthReference(month).orElseThrow().key();
            if (!key.equals(MonthObjects.key(month))) {
                throw new MalformedJsonException(
                        MONTHS, "expected the key " + MonthObjects.key(month) + ", found " + Json.quoted(key));
            }
        }
    }

    private Optional<ObjectNode> month(String day) {
        String month = day.substring(0, 6);
        return monthReference(month).map(reference -> rolled.partitions(month, reference));
    }

    /** A number is the same number whatever its width in memory. */
    private static int compareValues(JsonNode one, JsonNode other) {
        if (one.isIntegralNumber() && other.isIntegralNumber()) {
            return one.bigIntegerValue().compareTo(other.bigIntegerValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static void addEntries(ObjectNode from, String suffix, Map<String, PartitionEntry> into) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (field.getKey().endsWith(suffix) && field.getValue() instanceof ObjectNode node) {
                into.put(field.getKey(), EntryJson.partition(new JsonFields(node, field.getKey())));
            }
        }
    }

    private LocalDate dayKey(String key) {
        return JsonFields.parseDay(key)
                .orElseThrow(() ->
                        new MalformedJsonException(DAYS, "expected days such as 20260126, found " + Json.quoted(key)));
    }

    private JsonFields fields() {
        return new JsonFields(root, "");
    }

    private ObjectNode child(String name) {
        return fields().object(name).orElseGet(Json::object);
    }

    private StateDocument with(String name, ObjectNode child) {
        ObjectNode next = Json.shallowCopy(root);
        next.set(name, child);
        return new StateDocument(next, rolled);
    }
}
