package dev.daypack.settings;

import java.util.List;

/** Settings that cannot be used. Each problem is one line that names where it stands and what is allowed instead. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }

    /** At least one line, safe to print. */
    public List<String> problems() {
        return problems;
    }
}
