package dev.daypack.settings;

/**
 * Where a value was given.
 *
 * @param layer which of the layers; a later one overrides an earlier one
 * @param where for people: {@code default}, {@code daypack.yaml line 3}, {@code DAYPACK_RAW_URL}, {@code --raw}
 */
public record Origin(Layer layer, String where) {

    /** The value that holds when nobody says anything. */
    public static final Origin DEFAULT = new Origin(Layer.DEFAULT, "default");

    /** The layers, weakest first. */
    public enum Layer {
        DEFAULT,
        OLD_JOB_ENVIRONMENT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    @Override
    public String toString() {
        return where;
    }
}
