package dev.daypack.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that was looked at.
 *
 * @param isStoreLost whether a store cannot be reached, or refuses us altogether
 */
public record Diagnosis(List<Section> sections, boolean isStoreLost) {

    private static final int COLUMNS = 80;
    private static final int TOPIC_COLUMNS = 15;
    private static final String INDENT = " ".repeat(2 + 4 + 2 + TOPIC_COLUMNS);

    public Diagnosis {
        sections = List.copyOf(sections);
    }

    /** How many findings have a grade. */
    public long count(Grade grade) {
        return sections.stream()
                .flatMap(section -> section.findings().stream())
                .filter(finding -> finding.grade() == grade)
                .count();
    }

    /** Whether a run could do its work. */
    public boolean isWell() {
        return count(Grade.FAIL) == 0;
    }

    /** For people: at most 80 columns wide but for words that are longer. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Section section : sections) {
            lines.addAll(wrapped(section.title(), "  "));
            section.findings().forEach(finding -> lines.addAll(lines(finding)));
            lines.add("");
        }
        lines.add(sum());
        return lines;
    }

    private String sum() {
        long fails = count(Grade.FAIL);
        long warnings = count(Grade.WARN);
        String rest = warnings == 0 ? "" : Units.count(warnings, "warning");
        if (fails == 0) {
            return warnings == 0 ? "All is well." : "Runs can work; " + rest + ".";
        }
        return Units.count(fails, "thing") + (fails == 1 ? " has" : " have") + " to be put right before runs can work"
                + (rest.isEmpty() ? "" : "; " + rest) + ".";
    }

    private static List<String> lines(Finding finding) {
        String topic = finding.topic().isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%-" + TOPIC_COLUMNS + "s", finding.topic());
        String head = String.format(Locale.ROOT, "  %-4s  ", finding.grade().text());
        List<String> lines = new ArrayList<>(wrapped(head + topic + finding.text(), INDENT));
        finding.remedy().ifPresent(remedy -> lines.addAll(wrapped(INDENT + "-> " + remedy, INDENT + "   ")));
        return lines;
    }

    /** Breaks at blanks; what follows the first line is indented. */
    private static List<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > COLUMNS) {
            int at = rest.lastIndexOf(' ', COLUMNS);
            if (at <= indent.length()) {
                at = rest.indexOf(' ', COLUMNS);
            }
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = indent + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** For machines. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("well", isWell());
        for (Grade grade : Grade.values()) {
            json.put(name(grade), count(grade));
        }
        ArrayNode all = json.putArray("sections");
        for (Section section : sections) {
            ObjectNode one = all.addObject().put("title", section.title());
            ArrayNode findings = one.putArray("findings");
            for (Finding finding : section.findings()) {
                ObjectNode node = findings.addObject()
                        .put("grade", name(finding.grade()))
                        .put("topic", finding.topic())
                        .put("text", finding.text());
                finding.remedy().ifPresent(remedy -> node.put("remedy", remedy));
            }
        }
        return json;
    }

    private static String name(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }
}
