package dev.daypack.input;

import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.LogicalType;

/** Says in a few lines what the order check found. */
final class InspectionOrderWords {

    private InspectionOrderWords() {}

    static List<String> of(InspectionOrder order) {
        List<String> lines = new ArrayList<>();
        if (order.rows() == 0) {
            lines.add(order.isComplete() ? "no rows" : "not checked: its column chunks could not be read");
            return lines;
        }
        lines.add(verdict(order));
        if (!order.isComplete()) {
            lines.add("only of the " + Units.count(order.rows(), "row") + " that could be read");
        }
        if (order.hasKeys()) {
            lines.add("from " + value(order, order.minimum()) + " to " + value(order, order.maximum()));
        }
        return lines;
    }

    private static String verdict(InspectionOrder order) {
        String nulls = order.nulls() == 0 ? "no nulls" : Units.count(order.nulls(), "null");
        String ties = order.ties() == 0
                ? "no ties"
                : Units.count(order.ties(), "row") + " with the same key as the row before";
        if (order.isSorted()) {
            return "sorted: " + Units.count(order.rows(), "row") + ", " + ties + ", " + nulls;
        }
        LogicalType annotation = order.key().column().annotation();
        return "NOT sorted: " + Units.count(order.stepsBack(), "step") + " back in " + Units.count(order.rows(), "row")
                + (order.stepsBetweenGroups() == 0
                        ? ""
                        : " (" + Units.count(order.stepsBetweenGroups()) + " between row groups)")
                + ", the first at row " + Units.count(order.firstStepRow())
                + ", the largest by "
                + (Long.toUnsignedString(order.largestStep()) + " " + InspectionValues.unitOf(annotation)).strip()
                + "; " + ties + ", " + nulls;
    }

    /** A key as a value of its column. */
    static String value(InspectionOrder order, long key) {
        ColumnSchema column = order.key().column();
        return InspectionValues.ofInteger(
                column.annotation(), column.type(), order.key().toValue(key));
    }
}
