package dev.daypack.discover;

/** One piece of a level of a layout. */
sealed interface Piece {

    /** Text that stands as it is. */
    record Literal(String text) implements Piece {}

    /** The value of a field, as {@code {symbol}}. */
    record Field(String name) implements Piece {}

    /** One part of the date; {@code {date:yyyyMM}} is two of them. */
    record DatePart(DateUnit unit) implements Piece {}

    /** What a letter group of a date pattern stands for. */
    enum DateUnit {
        /** {@code yyyy}, 0001 to 9999. */
        YEAR("yyyy", 1, 9999),
        /** {@code MM}, 01 to 12. */
        MONTH("MM", 1, 12),
        /** {@code dd}, 01 to 31, and no more than the month has. */
        DAY("dd", 1, 31);

        private final String pattern;
        private final int min;
        private final int max;

        DateUnit(String pattern, int min, int max) {
            this.pattern = pattern;
            this.min = min;
            this.max = max;
        }

        String pattern() {
            return pattern;
        }

        int widthChars() {
            return pattern.length();
        }

        /** Whether ASCII digits in this unit's width name a value in its range. */
        boolean accepts(String text) {
            if (text.length() != pattern.length() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            int value = Integer.parseInt(text);
            return value >= min && value <= max;
        }
    }
}
