package dev.daypack.integrity;

import java.util.Optional;

/**
 * A document as it was found: read, broken, or not there.
 *
 * @param key of the object
 * @param content if it could be read
 * @param problem why it could not, not escaped; empty if it is not there at all
 */
record Reading<T>(String key, Optional<T> content, Optional<String> problem) {

    static <T> Reading<T> of(String key, T content) {
        return new Reading<>(key, Optional.of(content), Optional.empty());
    }

    static <T> Reading<T> broken(String key, String problem) {
        return new Reading<>(key, Optional.empty(), Optional.of(problem));
    }

    static <T> Reading<T> absent(String key) {
        return new Reading<>(key, Optional.empty(), Optional.empty());
    }
}
