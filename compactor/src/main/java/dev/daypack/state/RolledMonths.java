package dev.daypack.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;

/** Where a document finds the entries of months that have moved out of it. */
interface RolledMonths {

    /** For documents that were not read from a store. */
    RolledMonths NONE = (month, reference) -> {
        throw new IllegalStateException("the document was read without its store; month " + month + " is not at hand");
    };

    /**
     * The entries of a month, by state key; not to be changed.
     *
     * @param month yyyyMM
     * @throws StateUnreadableException if the month's object is missing, unreadable, or holds fewer entries than the
     *     reference says
     */
    ObjectNode partitions(String month, Reference reference);

    /**
     * What the head says of a month's object.
     *
     * @param key of the object
     * @param entries how many it held when the head was written; more since then is fine, fewer is damage
     * @param sha256 of its bytes then; differs while another writer is between the two writes of a rollover
     */
    record Reference(String key, long entries, String sha256) {

        static Reference read(JsonFields fields) {
            return new Reference(
                    fields.requiredText("key"), fields.requiredCount("entries"), fields.requiredText("sha256"));
        }

        ObjectNode write(ObjectNode previous) {
            return Json.shallowCopy(previous)
                    .put("key", key)
                    .put("entries", entries)
                    .put("sha256", sha256);
        }
    }
}
