package dev.daypack.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The spelling of a sort order: names of columns with commas between them, each with {@code asc} or {@code desc} after
 * it if need be, such as {@code ts_event, trade_id desc}. A name with a comma, a blank or a quotation mark in it stands
 * in quotation marks, doubled inside: {@code "event time" desc}. The word {@value #NONE} alone is the order without
 * columns, in which rows stay as they stand; a column of that name goes in quotation marks.
 *
 * @param terms no column twice; none if rows stay as they stand
 */
public record SortTerms(List<Term> terms) {

    /** The spelling of the order without columns. */
    public static final String NONE = "none";

    /** More make no sense and long keys. */
    private static final int MAX_TERMS = 16;

    /**
     * One column of the order.
     *
     * @param name of the column
     * @param isDescending whether large values come first
     */
    public record Term(String name, boolean isDescending) {

        @Override
        public String toString() {
            boolean isPlain = !name.equals(NONE)
                    && name.chars().noneMatch(c -> c == ',' || c == '"' || Character.isWhitespace(c));
            return (isPlain ? name : '"' + name.replace("\"", "\"\"") + '"') + (isDescending ? " desc" : "");
        }
    }

    /** @throws IllegalArgumentException in words for people, if there are too many, or one twice */
    public SortTerms {
        terms = List.copyOf(terms);
        if (terms.size() > MAX_TERMS) {
            throw new IllegalArgumentException(terms.size() + " columns; " + MAX_TERMS + " may be given");
        }
        Set<String> names = new HashSet<>();
        for (Term term : terms) {
            if (!names.add(term.name)) {
                throw new IllegalArgumentException(
                        "the column " + Printable.of(term.name, 100) + " is given twice; name it once");
            }
        }
    }

    /** One column, ascending. */
    public static SortTerms of(String name) {
        return new SortTerms(List.of(new Term(name, false)));
    }

    /** @throws IllegalArgumentException that says in words what is wrong and what to do */
    public static SortTerms parse(String text) {
        return new SortTerms(text.strip().equals(NONE) ? List.of() : new Parser(text).terms());
    }

    /** Whether there are no columns, and rows stay as they stand. */
    public boolean isNone() {
        return terms.isEmpty();
    }

    /** The column that decides first, if there is one. */
    public Optional<Term> first() {
        return terms.stream().findFirst();
    }

    /** Names in order. */
    public List<String> names() {
        return terms.stream().map(Term::name).toList();
    }

    /** The canonical spelling; {@link #parse} reads it. Of one ascending column, its plain name. */
    @Override
    public String toString() {
        return isNone() ? NONE : terms.stream().map(Term::toString).collect(Collectors.joining(", "));
    }

    /** One term after the other, from left to right. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Term> terms() {
            List<Term> terms = new ArrayList<>();
            do {
                terms.add(term());
            } while (at++ < text.length());
            return terms;
        }

        /** Up to the next comma or the end, where {@link #at} then stands. */
        private Term term() {
            skipBlanks();
            if (at == text.length() || text.charAt(at) == ',') {
                throw new IllegalArgumentException("a name is missing; write a column's name, or several with commas");
            }
            String name = text.charAt(at) == '"' ? quoted() : unquoted();
            skipBlanks();
            boolean isDescending = false;
            if (at < text.length() && text.charAt(at) != ',') {
                isDescending = isDescending(word());
                skipBlanks();
            }
            if (at < text.length() && text.charAt(at) != ',') {
                throw notOneWord();
            }
            return new Term(name, isDescending);
        }

        private String unquoted() {
            String name = word();
            if (name.equals(NONE)) {
                throw new IllegalArgumentException(
                        "none stands alone, for an order without columns; write a column of that name as \"none\"");
            }
            return name;
        }

        private boolean isDescending(String direction) {
            return switch (direction.toLowerCase(Locale.ROOT)) {
                case "asc" -> false;
                case "desc" -> true;
                default -> throw notOneWord();
            };
        }

        private static IllegalArgumentException notOneWord() {
            return new IllegalArgumentException("after a name only asc or desc may stand;"
                    + " put a comma between columns, and a name with a blank in it into \"quotation marks\"");
        }

        private String word() {
            int from = at;
            while (at < text.length() && text.charAt(at) != ',' && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c != '"') {
                    name.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    name.append(c);
                    at++;
                } else {
                    at++;
                    if (name.isEmpty()) {
                        throw new IllegalArgumentException("a name is empty; write a column's name");
                    }
                    return name.toString();
                }
            }
            throw new IllegalArgumentException("a quotation mark is missing at the end of a name");
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
