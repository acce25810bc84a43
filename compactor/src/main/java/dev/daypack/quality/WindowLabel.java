package dev.daypack.quality;

/** What one window of the collector says about its data. Spelled as it is in documents. */
public enum WindowLabel {
    /** Nothing that matters happened. */
    GOOD,
    /** Nothing was dropped, but something was under strain. */
    DEGRADED,
    /** Events are missing. */
    BAD
}
