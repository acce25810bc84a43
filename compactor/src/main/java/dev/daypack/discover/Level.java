package dev.daypack.discover;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** One level of a layout: what stands between two slashes. */
record Level(String text, List<Piece> pieces) {

    Level {
        pieces = List.copyOf(pieces);
    }

    Match match(String segment, Bindings earlier) {
        return new SegmentMatcher(this, segment, earlier).match();
    }

    /** @param date as {@code yyyyMMdd} */
    String segment(Partition partition, String date) {
        return pieces.stream().map(piece -> text(piece, partition, date)).collect(Collectors.joining());
    }

    private static String text(Piece piece, Partition partition, String date) {
        if (piece instanceof Piece.Literal literal) {
            return literal.text();
        }
        if (piece instanceof Piece.Field field) {
            return partition.value(field.name()).orElseThrow();
        }
        return switch (((Piece.DatePart) piece).unit()) {
            case YEAR -> date.substring(0, 4);
            case MONTH -> date.substring(4, 6);
            case DAY -> date.substring(6, 8);
        };
    }

    /** {@code yyyyMMdd} in ASCII digits. */
    static String basicDate(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new IllegalArgumentException("the year of " + date + " does not have four digits");
        }
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
