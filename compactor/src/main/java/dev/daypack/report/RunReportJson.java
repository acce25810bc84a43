package dev.daypack.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The run report for machines. Numbers are in bytes, rows and seconds; times are UTC. */
public final class RunReportJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RunReportJson() {}

    /** The whole report. */
    public static ObjectNode of(RunReport report) {
        ObjectNode json = NODES.objectNode();
        json.put("mode", report.mode());
        json.put("started_at", report.started().toString());
        json.put("finished_at", report.finished().toString());
        json.put("seconds", report.seconds());
        json.put("interrupted", report.interrupted());
        json.put("planned", report.planned());
        ObjectNode ended = json.putObject("ended");
        for (Outcome outcome : Outcome.values()) {
            ended.put(outcome.text(), report.accounting().count(outcome));
        }
        volume(json.putObject("published"), report.published());
        json.put("superseded_parts", report.supersededParts());
        report.requests().addTo(json);
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        ArrayNode partitions = json.putArray("partitions");
        report.partitions().forEach(one -> partitions.add(partition(report.rawUrl(), one)));
        return json;
    }

    private static ObjectNode partition(String rawUrl, PartitionReport report) {
        ObjectNode json = NODES.objectNode();
        json.put("partition", report.day().partition().toString());
        json.put("date", report.day().date().toString());
        json.put("outcome", report.outcome().text());
        json.put("reason", report.reason());
        volume(json, report.volume());
        json.set("seconds", seconds(report.seconds()));
        json.put("planned_peak_bytes", report.memory().plannedBytes());
        json.put("actual_peak_bytes", report.memory().actualBytes());
        json.put("inversions", report.inversions());
        json.put("ignored_keys", report.leftOut().ignoredKeys());
        json.put("superseded_parts", report.leftOut().supersededParts());
        if (!report.schemaDrift().isEmpty()) {
            json.put("schema_drift", report.schemaDrift());
        }
        report.failure().ifPresent(failure -> {
            json.put("error_type", failure.type());
            failure.failingKey().ifPresent(key -> json.put("failing_key", key));
            json.put("error", failure.error());
            json.put("reproduce", Reproducer.command(rawUrl, report));
        });
        return json;
    }

    /** Adds the volume's fields. */
    static void volume(ObjectNode json, Volume volume) {
        json.put("rows", volume.rows());
        json.put("parts", volume.parts());
        json.put("bytes_in", volume.bytesIn());
        json.put("bytes_out", volume.bytesOut());
    }

    /** The steps' seconds. */
    static ObjectNode seconds(StepSeconds seconds) {
        ObjectNode json = NODES.objectNode();
        json.put("list", seconds.list());
        json.put("read", seconds.read());
        json.put("merge", seconds.merge());
        json.put("write", seconds.write());
        json.put("total", seconds.total());
        return json;
    }
}
