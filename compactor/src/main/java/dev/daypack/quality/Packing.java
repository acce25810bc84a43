package dev.daypack.quality;

/** What a day's label means for packing it. */
public enum Packing {
    /** Pack the day; the label goes with it. */
    PACK,
    /** Not yet: more evidence is to come. The next run asks again. */
    WAIT,
    /** Not at all: set aside until somebody asks for it with {@code --retry-quarantine}. */
    QUARANTINE
}
