package dev.daypack.doctor;

/** How well a thing is. */
public enum Grade {
    OK("ok"),
    /** Works, but may not go on doing so, or could be better. */
    WARN("warn"),
    /** A run would fail. */
    FAIL("FAIL");

    private final String text;

    Grade(String text) {
        this.text = text;
    }

    /** As the lines for people show it. */
    public String text() {
        return text;
    }
}
