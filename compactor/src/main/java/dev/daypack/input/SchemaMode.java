package dev.daypack.input;

/** What to do with parts of one day whose columns differ. */
public enum SchemaMode {
    /** They must have the same columns of the same types, in any order. */
    STRICT,
    /** United by name: a missing column is null, a narrower type is widened where no value changes. */
    UNION
}
