package dev.daypack.report;

import dev.daypack.text.Printable;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said when key-value metadata of the parts does not reach the output. */
public final class KeyValuesLeftOut {

    private KeyValuesLeftOut() {}

    /**
     * One line, safe to print, to be put behind another: {@code "; key-value metadata left out: a (too large)"}.
     *
     * @param reasons by key; nothing is said if there are none
     */
    public static String text(Map<String, String> reasons) {
        return reasons.isEmpty()
                ? ""
                : reasons.entrySet().stream()
                        .map(entry -> Printable.of(entry.getKey()) + " (" + Printable.of(entry.getValue()) + ")")
                        .collect(Collectors.joining(", ", "; key-value metadata left out: ", ""));
    }
}
