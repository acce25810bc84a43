package dev.daypack.quality;

import java.math.BigDecimal;
import java.time.Duration;

/** Numbers as they stand in reasons and documents: exact, without trailing zeros or exponents. */
final class Figures {

    private Figures() {}

    /** {@code 92}, {@code 92.5}. */
    static String level(double level) {
        return plain(BigDecimal.valueOf(level)).toPlainString();
    }

    /** {@code 600}, {@code 600.1}. */
    static String seconds(Duration time) {
        return decimalSeconds(time).toPlainString();
    }

    /** Seconds as a decimal number with no more digits than it needs. */
    static BigDecimal decimalSeconds(Duration time) {
        return plain(BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9)));
    }

    /** A negative scale would be written with an exponent. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
