package dev.daypack.discover;

import dev.daypack.discover.Piece.DateUnit;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matches one segment against one level by backtracking over the ends of fields. It looks for a second valid reading
 * before it accepts the first: {@code {exchange}-{symbol}} reads {@code binance-btc} in one way and {@code a-b-c} in
 * two, and the second is refused, not guessed. A field or date part that an earlier level has bound is plain text here.
 *
 * <p>Work is bounded by {@link #MAX_STEPS}. One use, one thread.
 */
final class SegmentMatcher {

    /** Steps of the search; past them a segment counts as ambiguous. No sane layout and name come near. */
    private static final int MAX_STEPS = 100_000;

    private final Level level;
    private final String segment;
    private final Bindings earlier;
    private final Map<String, String> fields;
    private final Map<DateUnit, String> date;
    private final List<Bindings> readings = new ArrayList<>();
    private Optional<Match.Refused> problem = Optional.empty();
    private int steps;

    SegmentMatcher(Level level, String segment, Bindings earlier) {
        this.level = level;
        this.segment = segment;
        this.earlier = earlier;
        this.fields = new LinkedHashMap<>(earlier.fields());
        this.date = new EnumMap<>(DateUnit.class);
        this.date.putAll(earlier.dateParts());
    }

    Match match() {
        search(0, 0);
        if (readings.size() > 1 || steps > MAX_STEPS) {
            return refused(Match.Reason.AMBIGUOUS, "can be read in more than one way as '" + level.text() + "'");
        }
        if (readings.size() == 1) {
            return new Match.Bound(readings.get(0));
        }
        return problem.orElseGet(
                () -> refused(Match.Reason.NOT_IN_LAYOUT, "does not match '" + level.text() + "'" + given()));
    }

    private void search(int piece, int at) {
        if (++steps > MAX_STEPS || readings.size() > 1) {
            return;
        }
        if (piece == level.pieces().size()) {
            if (at == segment.length()) {
                accept();
            }
            return;
        }
        Piece next = level.pieces().get(piece);
        if (next instanceof Piece.Literal literal) {
            searchText(literal.text(), piece, at);
        } else if (next instanceof Piece.Field field) {
            searchField(field.name(), piece, at);
        } else {
            searchDatePart(((Piece.DatePart) next).unit(), piece, at);
        }
    }

    private void searchText(String text, int piece, int at) {
        if (segment.startsWith(text, at)) {
            search(piece + 1, at + text.length());
        }
    }

    private void searchField(String name, int piece, int at) {
        String bound = fields.get(name);
        if (bound != null) {
            searchText(bound, piece, at);
            return;
        }
        boolean last = piece == level.pieces().size() - 1;
        for (int end = last ? segment.length() : at + 1; end > at && end <= segment.length(); end++) {
            fields.put(name, segment.substring(at, end));
            search(piece + 1, end);
            fields.remove(name);
        }
    }

    private void searchDatePart(DateUnit unit, int piece, int at) {
        String bound = date.get(unit);
        if (bound != null) {
            searchText(bound, piece, at);
            return;
        }
        int end = at + unit.widthChars();
        if (end <= segment.length()) {
            date.put(unit, segment.substring(at, end));
            search(piece + 1, end);
            date.remove(unit);
        }
    }

    /** The form fits: keep the reading if its values are valid too, else remember the first thing wrong with it. */
    private void accept() {
        Optional<Match.Refused> wrong = invalidValue().or(this::invalidDate);
        if (wrong.isEmpty()) {
            readings.add(new Bindings(fields, date));
        } else if (problem.isEmpty()) {
            problem = wrong;
        }
    }

    private Optional<Match.Refused> invalidValue() {
        return fields.entrySet().stream()
                .filter(field -> !Partition.isValidValue(field.getValue()))
                .findFirst()
                .map(field -> refused(
                        Match.Reason.INVALID_VALUE,
                        field.getKey() + " '" + Printable.of(field.getValue())
                                + "' is not 1 to 128 of the characters A-Z a-z 0-9 . _ -"));
    }

    private Optional<Match.Refused> invalidDate() {
        for (Map.Entry<DateUnit, String> part : date.entrySet()) {
            if (!part.getKey().accepts(part.getValue())) {
                return Optional.of(refused(
                        Match.Reason.INVALID_DATE,
                        "'" + Printable.of(part.getValue()) + "' is no "
                                + part.getKey().pattern() + " of a date"));
            }
        }
        if (date.size() == DateUnit.values().length && !isDayOfItsMonth()) {
            return Optional.of(refused(
                    Match.Reason.INVALID_DATE,
                    "the month " + date.get(DateUnit.YEAR) + "-" + date.get(DateUnit.MONTH) + " has no day "
                            + date.get(DateUnit.DAY)));
        }
        return Optional.empty();
    }

    private boolean isDayOfItsMonth() {
        return YearMonth.of(Integer.parseInt(date.get(DateUnit.YEAR)), Integer.parseInt(date.get(DateUnit.MONTH)))
                .isValidDay(Integer.parseInt(date.get(DateUnit.DAY)));
    }

    private String given() {
        return earlier.fields().isEmpty() && earlier.dateParts().isEmpty() ? "" : " below what stands above it";
    }

    private static Match.Refused refused(Match.Reason reason, String text) {
        return new Match.Refused(reason, text);
    }
}
