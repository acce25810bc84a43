package dev.daypack.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.report.TextTable.Column;
import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.List;

/** The forms of a plan. */
public final class PlanTable {

    private PlanTable() {}

    /** For people, safe to print. */
    public static List<String> lines(PlanReport plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.mode() + ", today is " + plan.today() + " (UTC): " + Printable.of(plan.headline()));
        if (!plan.steps().isEmpty()) {
            TextTable table = new TextTable(
                    Column.text("day"), Column.text("partition"), Column.text("action"), Column.text("because"));
            plan.steps()
                    .forEach(step -> table.row(
                            step.days(), Printable.of(step.subject()), step.action(), Printable.of(step.reason())));
            lines.add("");
            lines.addAll(table.lines());
            lines.add("");
        }
        lines.add(Units.count(plan.work()) + " to do, "
                + Units.count(plan.steps().size() - plan.work()) + " left alone; nothing was changed");
        plan.notes().forEach(note -> lines.add("note: " + Printable.of(note)));
        return lines;
    }

    /** For machines. */
    public static ObjectNode json(PlanReport plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", plan.mode());
        json.put("today", plan.today().toString());
        json.put("headline", plan.headline());
        plan.steps()
                .forEach(step -> json.withArrayProperty("steps")
                        .addObject()
                        .put("days", step.days())
                        .put("partition", step.subject())
                        .put("action", step.action())
                        .put("work", step.isWork())
                        .put("reason", step.reason()));
        plan.notes().forEach(json.withArrayProperty("notes")::add);
        return json;
    }
}
