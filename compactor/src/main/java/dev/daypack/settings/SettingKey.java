package dev.daypack.settings;

import dev.daypack.text.Printable;
import dev.daypack.text.UrlSecrets;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting: how it is called, what it means, how its text is read.
 *
 * @param name as in the file: {@code raw.path-style}
 * @param meaning one line, for the reference
 * @param defaultText the text that holds when nobody gives one; empty if the setting then has no value
 */
record SettingKey<T>(String name, String meaning, Optional<String> defaultText, ValueKind<T> kind) {

    /** {@code DAYPACK_RAW_PATH_STYLE}. */
    String environmentName() {
        return "DAYPACK_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether the text must never be shown. */
    boolean isSecret() {
        return name.endsWith("-key");
    }

    /** @throws SettingsException that says where the text came from and what is allowed */
    T parse(GivenValue given) {
        try {
            return kind.parse(given.text());
        } catch (IllegalArgumentException bad) {
            String place = given.origin().layer() == Origin.Layer.FLAG
                            || given.origin().layer() == Origin.Layer.ENVIRONMENT
                    ? given.origin().where()
                    : given.origin().where() + ": " + name;
            throw new SettingsException(
                    place + ": " + shown(given.text()) + " is not allowed; allowed is " + kind.allowed());
        }
    }

    /** The text for people: masked if it is a secret, without the credentials that somebody put into a URL. */
    String shown(String text) {
        if (isSecret()) {
            return Secret.MASK;
        }
        return "'" + Printable.of(UrlSecrets.masked(text), 200) + "'";
    }
}
