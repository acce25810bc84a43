package dev.daypack.discover;

import dev.daypack.discover.Piece.DateUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses a layout's template. One use. */
final class LayoutParser {

    static final int MAX_TEMPLATE_CHARS = 512;
    static final int MAX_LEVELS = 16;

    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final String DATE_SEPARATORS = "-_.";

    private final String template;
    private final Set<String> fields = new LinkedHashSet<>();
    private final Set<DateUnit> dateUnits = EnumSet.noneOf(DateUnit.class);

    LayoutParser(String template) {
        this.template = template;
    }

    Layout parse() {
        if (template.length() > MAX_TEMPLATE_CHARS) {
            throw error("has " + template.length() + " characters; at most " + MAX_TEMPLATE_CHARS + " are allowed");
        }
        List<Level> levels = levels();
        if (fields.isEmpty()) {
            throw error("names no field, so all data would be one partition; add one, such as symbol={symbol}");
        }
        for (DateUnit unit : DateUnit.values()) {
            if (!dateUnits.contains(unit)) {
                throw error("never gives " + unit.pattern() + " of the date; add {date:" + unit.pattern()
                        + "}, or use {date:yyyyMMdd}");
            }
        }
        return new Layout(template, levels, List.copyOf(fields));
    }

    private List<Level> levels() {
        String[] texts = template.split("/", -1);
        if (texts.length > MAX_LEVELS) {
            throw error("has " + texts.length + " levels; at most " + MAX_LEVELS + " are allowed");
        }
        List<Level> levels = new ArrayList<>();
        int start = 0;
        for (String text : texts) {
            if (text.isEmpty()) {
                throw error("has an empty level at character " + (start + 1)
                        + "; write no '/' at the start or the end, and none twice");
            }
            if (text.equals(".") || text.equals("..")) {
                throw error("has the level '" + text + "' at character " + (start + 1)
                        + "; levels are names, put the directory into the store's URL");
            }
            levels.add(new Level(text, pieces(text, start)));
            start += text.length() + 1;
        }
        return levels;
    }

    private List<Piece> pieces(String level, int start) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < level.length()) {
            if (level.charAt(at) == '{') {
                int end = level.indexOf('}', at);
                if (end < 0) {
                    throw error("opens '{' at character " + (start + at + 1) + " and does not close it in the same"
                            + " level; add '}' before the next '/', as in {date:yyyy}/{date:MM}/{date:dd}");
                }
                addBraced(level.substring(at + 1, end), start + at + 1, pieces);
                at = end + 1;
            } else {
                int end = level.indexOf('{', at) < 0 ? level.length() : level.indexOf('{', at);
                pieces.add(literal(level.substring(at, end), start + at + 1));
                at = end;
            }
        }
        return pieces;
    }

    private Piece literal(String text, int character) {
        if (text.indexOf('}') >= 0) {
            throw error("closes '}' at character " + (character + text.indexOf('}')) + " that was never opened;"
                    + " remove it");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw error("has a control character in the text at character " + character + "; remove it");
        }
        return new Piece.Literal(text);
    }

    private void addBraced(String content, int character, List<Piece> pieces) {
        if (content.equals("date") || content.startsWith("date:")) {
            addDate(content, character, pieces);
            return;
        }
        if (!FIELD.matcher(content).matches()) {
            throw error("has '{" + Printable.of(content) + "}' at character " + character
                    + "; write a field's name of letters, digits, '_' and '-', or {date:yyyyMMdd}");
        }
        if (!pieces.isEmpty() && pieces.get(pieces.size() - 1) instanceof Piece.Field before) {
            throw error("has {" + before.name() + "}{" + content + "} with nothing between, at character " + character
                    + "; put text between them, such as '-'");
        }
        fields.add(content);
        pieces.add(new Piece.Field(content));
    }

    private void addDate(String content, int character, List<Piece> pieces) {
        String pattern = content.length() > 5 ? content.substring(5) : "";
        if (pattern.isEmpty()) {
            throw error("has a date without a pattern at character " + character + "; write {date:yyyyMMdd}");
        }
        int at = 0;
        while (at < pattern.length()) {
            DateUnit unit = unitAt(pattern, at);
            if (unit != null) {
                dateUnits.add(unit);
                pieces.add(new Piece.DatePart(unit));
                at += unit.widthChars();
            } else if (DATE_SEPARATORS.indexOf(pattern.charAt(at)) >= 0) {
                pieces.add(new Piece.Literal(pattern.substring(at, at + 1)));
                at++;
            } else {
                throw error("has the date pattern '" + Printable.of(pattern) + "' at character " + character
                        + "; patterns are made of yyyy, MM, dd and the separators - _ .");
            }
        }
    }

    private static DateUnit unitAt(String pattern, int at) {
        for (DateUnit unit : DateUnit.values()) {
            if (pattern.startsWith(unit.pattern(), at)) {
                return unit;
            }
        }
        return null;
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("setting layout: '" + Printable.of(template) + "' " + what);
    }
}
