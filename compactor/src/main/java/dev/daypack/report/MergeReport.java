package dev.daypack.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;

/**
 * What a plain merge did.
 *
 * @param output file or URL that was written
 * @param orderBy the sort column
 */
public record MergeReport(
        String output, String orderBy, Volume volume, StepSeconds seconds, PeakMemory memory, long inversions) {

    /** For people, one line, safe to print. */
    public String line() {
        return Units.count(volume.rows(), "row") + " of " + Units.count(volume.parts(), "file") + " in the order of "
                + Printable.of(orderBy) + ": " + Units.bytes(volume.bytesIn()) + " -> " + Units.bytes(volume.bytesOut())
                + " in " + Units.seconds(seconds.total()) + ", peak memory " + Units.bytes(memory.actualBytes())
                + "; verified, " + Printable.of(output);
    }

    /** For machines. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("output", output);
        json.put("order_by", orderBy);
        RunReportJson.volume(json, volume);
        json.set("seconds", RunReportJson.seconds(seconds));
        json.put("planned_peak_bytes", memory.plannedBytes());
        json.put("actual_peak_bytes", memory.actualBytes());
        json.put("inversions", inversions);
        return json;
    }
}
