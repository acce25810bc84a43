package dev.daypack.quality;

/**
 * A quality window that cannot be read as what it should be. An error of the run: a window passed over would be a gap
 * in the evidence that nobody notices. The message is one line, safe to print, with key, place and remedy.
 */
public final class UnreadableWindowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "Put the collector's own copy of this window back, or remove it if there is"
            + " none (the day is then judged without it), and run again.";

    private final String key;
    private final String place;

    UnreadableWindowException(String key, String place, String problem) {
        this(key, place, problem, REMEDY);
    }

    UnreadableWindowException(String key, String place, String problem, String remedy) {
        super("quality window " + SafeText.of(key) + ": " + place + ": " + problem + ". " + remedy);
        this.key = key;
        this.place = place;
    }

    /** Key of the window in the raw store, as it stands there: escape it before printing. */
    public String key() {
        return key;
    }

    /** Where in the window, such as {@code signals.reconnects} or {@code line 1, column 7}; safe to print. */
    public String place() {
        return place;
    }
}
