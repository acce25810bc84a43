package dev.daypack.state;

import dev.daypack.json.Json;
import dev.daypack.json.JsonFields;
import java.time.Instant;

/**
 * The process that asks for leases.
 *
 * @param host name of the machine; for people
 * @param pid process id there; for people
 * @param started when the process began, by its own clock; for people
 * @param process 16 random hex digits, drawn once in a process: what tells it from every other, also where two
 *     containers have one name, one pid and one second in which they began. Empty in what older versions wrote
 */
public record LeaseHolder(String host, long pid, Instant started, String process) {

    /** One that is told by what people see of it. */
    public LeaseHolder(String host, long pid, Instant started) {
        this(host, pid, started, "");
    }

    /** Whether both are one process. */
    boolean is(LeaseHolder other) {
        return (process.isEmpty() || other.process.isEmpty())
                ? toString().equals(other.toString())
                : process.equals(other.process);
    }

    /** In words that are safe to print. */
    @Override
    public String toString() {
        return Json.printable(host) + " pid " + pid + ", running since " + JsonFields.format(started);
    }
}
