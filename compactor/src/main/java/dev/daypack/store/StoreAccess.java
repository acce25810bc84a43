package dev.daypack.store;

/** What a store is opened for. */
public enum StoreAccess {
    /** Reading; the root must exist, and writes are refused. For raw stores. */
    READ,
    /** Reading; a local root that does not exist yet is an empty store, and writes are refused. For plans. */
    READ_OR_EMPTY,
    /** Reading, and removing generations of objects by their ETags, which is all that is ever done to a raw store. */
    REAP,
    /** Reading and writing; a local root is created by the first write. */
    WRITE
}
