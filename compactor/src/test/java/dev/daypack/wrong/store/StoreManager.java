package dev.daypack.wrong.store;

/** Wrong on purpose: a banned name, and a static field that changes. */
final class StoreManager {

    static int count;

    private StoreManager() {}
}
