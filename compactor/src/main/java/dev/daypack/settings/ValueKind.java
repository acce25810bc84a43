package dev.daypack.settings;

import java.util.function.Function;

/**
 * How the text of a setting is read.
 *
 * @param allowed what a good value looks like, to complete the sentence "allowed is ..."
 * @param parser throws {@link IllegalArgumentException} with the reason if the text is not such a value
 */
record ValueKind<T>(String allowed, Function<String, T> parser) {

    T parse(String text) {
        return parser.apply(text);
    }
}
