package dev.daypack.doctor;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param topic one word or two
 * @param text what was seen; safe to print
 * @param remedy what to do about it; none where all is well
 */
public record Finding(Grade grade, String topic, String text, Optional<String> remedy) {

    public static Finding ok(String topic, String text) {
        return new Finding(Grade.OK, topic, text, Optional.empty());
    }

    public static Finding warn(String topic, String text, String remedy) {
        return new Finding(Grade.WARN, topic, text, Optional.of(remedy));
    }

    public static Finding fail(String topic, String text, String remedy) {
        return new Finding(Grade.FAIL, topic, text, Optional.of(remedy));
    }
}
