package dev.daypack.discover;

import dev.daypack.store.ObjectStat;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of a partition-day's parts count: the setting {@code versions}. */
public enum Versions {

    /** All of them. */
    ALL("all"),

    /**
     * Deliveries put several versions of a day side by side, every part named {@code YYYYMMDD_HHMMSS_*}; those with the
     * greatest such prefix count. The lexical order of the prefixes is their order in time.
     */
    NEWEST_PREFIX("newest-prefix");

    private static final Pattern VERSION = Pattern.compile("[0-9]{8}_[0-9]{6}_.*", Pattern.DOTALL);
    private static final int VERSION_CHARS = "YYYYMMDD_HHMMSS".length();

    private final String setting;

    Versions(String setting) {
        this.setting = setting;
    }

    /** The spelling in settings. */
    public String setting() {
        return setting;
    }

    /** @throws IllegalArgumentException if no value has this spelling; the message lists those that are */
    public static Versions fromSetting(String text) {
        for (Versions versions : values()) {
            if (versions.setting.equals(text)) {
                return versions;
            }
        }
        throw new IllegalArgumentException("setting versions: '" + Printable.of(text) + "' is unknown; use '"
                + ALL.setting + "' or '" + NEWEST_PREFIX.setting + "'");
    }

    /**
     * Keeps the parts that count and moves the others to {@link Parts#superseded}.
     *
     * @throws UnversionedPartException if versions are told by name and a part's name does not tell: to count it might
     *     double rows, to leave it out might lose them
     */
    public Parts select(Parts listed) {
        if (this == ALL || listed.parts().isEmpty()) {
            return listed;
        }
        List<ObjectStat> unversioned = listed.parts().stream()
                .filter(part -> !VERSION.matcher(Parts.name(part.key())).matches())
                .toList();
        if (!unversioned.isEmpty()) {
            throw new UnversionedPartException(
                    unversioned.get(0).key(), unversioned.size(), listed.parts().size());
        }
        String newest = listed.parts().stream()
                .map(part -> version(part.key()))
                .max(String::compareTo)
                .orElseThrow();
        return new Parts(
                listed.parts().stream()
                        .filter(part -> version(part.key()).equals(newest))
                        .toList(),
                listed.parts().stream()
                        .filter(part -> !version(part.key()).equals(newest))
                        .toList(),
                Optional.of(newest),
                listed.ignored(),
                listed.ignoredCount());
    }

    /** The newest delivery that keys name; empty if there are none, or if one of them names none. */
    static Optional<String> newest(Collection<String> keys) {
        return keys.stream().allMatch(key -> VERSION.matcher(Parts.name(key)).matches())
                ? keys.stream().map(Versions::version).max(String::compareTo)
                : Optional.empty();
    }

    private static String version(String key) {
        return Parts.name(key).substring(0, VERSION_CHARS);
    }
}
