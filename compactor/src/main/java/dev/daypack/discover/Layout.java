package dev.daypack.discover;

import java.time.LocalDate;
import java.util.List;

/**
 * Where a partition-day's objects stand: a template of levels between slashes, of text, fields and date patterns.
 *
 * <p>{@code {symbol}} is a field; {@code {date:yyyyMMdd}} is the date, which may be split over pieces and levels as
 * long as {@code yyyy}, {@code MM} and {@code dd} all occur. Pieces may stand anywhere in a level. A field or date part
 * that occurs again must have the value that it had before. Two fields need text or a date part between them.
 *
 * <p>Matching and {@link #prefix} are inverse: the segments of {@code prefix(p, d)} match, level by level, to just
 * {@code p} and {@code d}, unless a segment can be read in more than one way, which is refused. Immutable.
 */
public final class Layout {

    /** Hive style, as the first users have it. */
    public static final String DEFAULT = "exchange={exchange}/stream={stream}/symbol={symbol}/date={date:yyyyMMdd}";

    private final String template;
    private final List<Level> levels;
    private final List<String> fields;

    Layout(String template, List<Level> levels, List<String> fields) {
        this.template = template;
        this.levels = List.copyOf(levels);
        this.fields = List.copyOf(fields);
    }

    /**
     * Reads the setting {@code layout}.
     *
     * @throws IllegalArgumentException if it is no layout; the message names the place and the remedy
     */
    public static Layout parse(String template) {
        return new LayoutParser(template).parse();
    }

    /** How many levels a partition-day's prefix has. */
    public int levels() {
        return levels.size();
    }

    /** Names of the fields other than the date, in the order of their first occurrence; at least one. */
    public List<String> fields() {
        return fields;
    }

    /**
     * Reads one segment of a path.
     *
     * @param level 0 to {@code levels() - 1}
     * @param segment what stands between two slashes
     * @param earlier what the levels above gave
     */
    public Match match(int level, String segment, Bindings earlier) {
        return levels.get(level).match(segment, earlier);
    }

    /**
     * The partition-day that a whole path names.
     *
     * @throws IllegalArgumentException if not all levels are bound
     */
    public PartitionDay partitionDay(Bindings bindings) {
        List<String> values = fields.stream()
                .map(field -> bindings.value(field)
                        .orElseThrow(() -> new IllegalArgumentException("field " + field + " is not bound")))
                .toList();
        LocalDate date =
                bindings.date().orElseThrow(() -> new IllegalArgumentException("the date is not wholly bound"));
        return new PartitionDay(new Partition(fields, values), date);
    }

    /**
     * The whole prefix of a partition-day, ending in {@code /}.
     *
     * @throws IllegalArgumentException if the partition has other fields, or the year is not of four digits
     */
    public String prefix(Partition partition, LocalDate date) {
        if (!partition.fields().equals(fields)) {
            throw new IllegalArgumentException(
                    "partition fields " + partition.fields() + " are not those of the layout " + fields);
        }
        String basicDate = Level.basicDate(date);
        StringBuilder prefix = new StringBuilder();
        for (Level level : levels) {
            prefix.append(level.segment(partition, basicDate)).append('/');
        }
        return prefix.toString();
    }

    /** {@link #prefix(Partition, LocalDate)} of a partition-day. */
    public String prefix(PartitionDay day) {
        return prefix(day.partition(), day.date());
    }

    /** The template as it was given. */
    @Override
    public String toString() {
        return template;
    }
}
