package dev.daypack.wrong.store;

import java.util.HashMap;

/** Wrong on purpose: a banned name, and a static field whose content changes. */
final class StoreUtils {

    static final HashMap<String, String> CACHE = new HashMap<>();

    private StoreUtils() {}
}
