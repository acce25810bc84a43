package dev.daypack.state;

import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import java.time.Instant;

/**
 * The process that asks for leases, as it shows itself to people.
 *
 * @param host name of the machine
 * @param pid process id there
 * @param started when the process began, by its own clock; for people, never compared
 */
public record LeaseHolder(String host, long pid, Instant started) {

    /** In words that are safe to print. */
    @Override
    public String toString() {
        return Json.printable(host) + " pid " + pid + ", running since " + JsonFields.format(started);
    }
}
