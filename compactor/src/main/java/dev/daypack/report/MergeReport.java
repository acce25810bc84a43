package dev.daypack.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Printable;
import dev.daypack.text.SortTerms;
import dev.daypack.text.Units;
import java.util.Map;

/**
 * What a plain merge did.
 *
 * @param output file or URL that was written
 * @param orderBy the sort order as it was set
 * @param inversions rows whose key is below that of the row before in their file
 * @param keyValuesLeftOut by key: why the output does not have it from the inputs
 * @param schemaDrift how the files differed in their columns, in a few words; empty if they did not
 * @param requests sent to the stores of the files
 */
public record MergeReport(
        String output,
        String orderBy,
        Volume volume,
        StepSeconds seconds,
        PeakMemory memory,
        long inversions,
        Map<String, String> keyValuesLeftOut,
        String schemaDrift,
        Requests requests) {

    /** For people, one line, safe to print. */
    public String line() {
        String order = orderBy.equals(SortTerms.NONE) ? " as they stood" : " in the order of " + Printable.of(orderBy);
        return Units.count(volume.rows(), "row") + " of " + Units.count(volume.parts(), "file") + order + ": "
                + Units.bytes(volume.bytesIn()) + " -> " + Units.bytes(volume.bytesOut())
                + " in " + Units.seconds(seconds.total()) + ", peak memory " + Units.bytes(memory.actualBytes())
                + (schemaDrift.isEmpty() ? "" : "; " + Printable.of(schemaDrift))
                + (requests.all() == 0 ? "" : "; " + requests.line())
                + "; verified, " + Printable.of(output)
                + KeyValuesLeftOut.text(keyValuesLeftOut);
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
        requests.addTo(json);
        if (!keyValuesLeftOut.isEmpty()) {
            keyValuesLeftOut.forEach(json.putObject("key_values_left_out")::put);
        }
        if (!schemaDrift.isEmpty()) {
            json.put("schema_drift", schemaDrift);
        }
        return json;
    }
}
