package dev.daypack.input;

/** How much of an {@link Inspection} is shown. */
public enum InspectionDetail {
    /** Footer, schema, column chunks, order and errors. */
    CHUNKS,
    /** The same, and every page. */
    PAGES
}
