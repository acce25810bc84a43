package dev.daypack.quality;

/** A {@code quality_day.json} that is not one. The message is one line, safe to print, with key, place and remedy. */
public final class UnreadableDayQualityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    UnreadableDayQualityException(String key, String problem) {
        super(SafeText.of(key) + ": " + problem
                + ". Delete it: it is derived from the quality windows, and packing the day again writes it anew.");
        this.key = key;
    }

    /** Key of the sidecar, as it stands in the store: escape it before printing. */
    public String key() {
        return key;
    }
}
