package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoredObject;
import dev.daypack.text.Sha256;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The objects {@code compacted/_state/<yyyyMM>.json}, each with the entries of one finished month. What was read is
 * kept for as long as the head refers to the same bytes. Thread-safe.
 */
final class MonthObjects implements RolledMonths {

    private static final String PREFIX = "compacted/_state/";
    private static final Pattern KEY = Pattern.compile(Pattern.quote(PREFIX) + "[0-9]{6}\\.json");
    private static final int CACHED_MONTHS = 24;

    private final ObjectStore compact;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>();

    MonthObjects(ObjectStore compact) {
        this.compact = compact;
    }

    static String key(String month) {
        return PREFIX + month + ".json";
    }

    /** Whether any month has ever been moved out of a head. */
    boolean exist() {
        return !stored().isEmpty();
    }

    /** The months, yyyyMM, that have an object, whatever is in it, and whether a head refers to it or not. */
    SortedSet<String> stored() {
        SortedSet<String> months = new TreeSet<>();
        compact.list(PREFIX).stream()
                .map(ObjectStat::key)
                .filter(key -> KEY.matcher(key).matches())
                .forEach(key -> months.add(key.substring(PREFIX.length(), PREFIX.length() + 6)));
        return months;
    }

    /**
     * What a head has to say of an object as it stands.
     *
     * @throws StateUnreadableException if it cannot be parsed
     */
    Reference reference(String month, StoredObject object) {
        return new Reference(key(month), parse(month, object).size(), Sha256.hex(object.bytes()));
    }

    @Override
    public synchronized ObjectNode partitions(String month, Reference reference) {
        Loaded known = loaded.get(month);
        if (known != null && known.reference().equals(reference)) {
            return known.partitions();
        }
        StoredObject object = read(month).orElseThrow(() -> missing(month));
        ObjectNode partitions = parse(month, reference, object);
        loaded.put(month, new Loaded(reference, partitions));
        if (loaded.size() > CACHED_MONTHS) {
            loaded.remove(loaded.keySet().iterator().next());
        }
        return partitions;
    }

    /** The month's object now, whatever is in it. */
    Optional<StoredObject> read(String month) {
        return compact.get(key(month));
    }

    /** The entries in a month's object that the head refers to. */
    ObjectNode parse(String month, Reference reference, StoredObject object) {
        ObjectNode partitions = parse(month, object);
        if (partitions.size() < reference.entries()) {
            throw new StateUnreadableException(
                    name(month),
                    "holds " + partitions.size() + " entries, but the state counts " + reference.entries());
        }
        return partitions;
    }

    private ObjectNode parse(String month, StoredObject object) {
        try {
            ObjectNode root = Json.parseObject(object.bytes());
            JsonFields fields = new JsonFields(root, "");
            if (!fields.requiredText("month").equals(month)) {
                throw new MalformedJsonException("month", "expected " + month);
            }
            StateDocument.checkPartitions(fields);
            return fields.object("partitions").orElseGet(Json::object);
        } catch (MalformedJsonException e) {
            throw new StateUnreadableException(name(month), e);
        }
    }

    /** Writes a month over what was read of it; empty if someone else was there in between. */
    Optional<Reference> write(String month, ObjectNode partitions, Optional<StoredObject> previous) {
        ObjectNode root = Json.object().put("month", month);
        root.set("partitions", partitions);
        byte[] bytes = StateText.of(root);
        Reference reference = new Reference(key(month), partitions.size(), Sha256.hex(bytes));
        Condition unchanged = previous.<Condition>map(object -> new Condition.Matches(object.etag()))
                .orElseGet(Condition.Absent::new);
        PutOutcome outcome = compact.put(key(month), bytes, unchanged);
        boolean stands = outcome instanceof PutOutcome.Stored
                || read(month)
                        .filter(object -> Arrays.equals(object.bytes(), bytes))
                        .isPresent();
        return stands ? Optional.of(reference) : Optional.empty();
    }

    StateUnreadableException missing(String month) {
        return new StateUnreadableException(name(month), "is missing, but the state refers to it");
    }

    private String name(String month) {
        return compact.url() + "/" + key(month);
    }

    private record Loaded(Reference reference, ObjectNode partitions) {}
}
