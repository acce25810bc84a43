package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.merge.KeyBlock;
import dev.daypack.text.SortTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sort columns of a table, and the form of their keys. Narrow keys, signed 64-bit numbers, are for one column of
 * such numbers or smaller ones that has no nulls, by its schema, by the statistics of every chunk, or because nulls are
 * refused. All else has wide keys, byte strings. Without columns there are no keys, and rows stay as they stand.
 *
 * @param columns the first decides first; none if rows stay as they stand
 * @param isNarrow the form
 * @param nullKeys as set
 */
public record SortKey(List<KeyColumn> columns, boolean isNarrow, NullKeys nullKeys) {

    /** So many column names at most in a message. */
    private static final int MAX_NAMES = 20;

    /**
     * Looks the columns up.
     *
     * @param columns of the table
     * @param footers of all parts
     * @throws PartRejectedException if a part has no such column, or no order is defined for one
     */
    static SortKey of(List<ColumnSchema> columns, List<PartFooter> footers, SortOrder order) {
        List<KeyColumn> keys = new ArrayList<>();
        for (SortTerms.Term term : order.terms().terms()) {
            footers.forEach(footer -> checkPresent(footer, term.name()));
            keys.add(key(columns, footers.get(0), order, term));
        }
        boolean isNarrow = keys.size() == 1 && keys.get(0).kind().isNarrow() && hasNoNulls(keys.get(0), footers);
        return new SortKey(List.copyOf(keys), isNarrow, order.nullKeys());
    }

    private static boolean hasNoNulls(KeyColumn key, List<PartFooter> footers) {
        return key.nulls() == NullKeys.REJECT || claimNoNulls(footers);
    }

    /** Whether there are no sort columns, and so no keys. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The column that decides first; ours stands right after it. Only if there is one. */
    public KeyColumn first() {
        return columns.get(0);
    }

    /** Adds the wide key of one row. */
    public void append(List<? extends KeyCells> cells, int row, KeyBlock into) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(cells.get(i), row, into);
        }
        into.endKey();
    }

    /** The value behind a narrow key, for people. */
    public String text(long key) {
        return KeyText.of(first(), key);
    }

    /** The value of the first column behind a wide key, for people; empty if it is null. */
    public Optional<String> text(byte[] key) {
        return KeyText.ofFirst(first(), key);
    }

    /** Whether the first column of the wide key that begins at a place is null. */
    public boolean isFirstNull(byte[] bytes, int from) {
        return first().isNullMark(bytes, from);
    }

    private static KeyColumn key(
            List<ColumnSchema> columns, PartFooter firstPart, SortOrder order, SortTerms.Term term) {
        for (int i = 0; i < columns.size(); i++) {
            ColumnSchema column = columns.get(i);
            if (column.name().equals(term.name())) {
                if (!isSortable(column)) {
                    throw new PartRejectedException(
                            Reason.UNSUPPORTED, firstPart.part().name(), term.name(), -1, whyNotSortable(column));
                }
                return new KeyColumn(
                        i,
                        column,
                        KeyKind.of(column),
                        term.isDescending(),
                        column.isOptional() ? order.nullKeys() : NullKeys.REJECT);
            }
        }
        throw noSuchColumn(firstPart, term.name());
    }

    static boolean isSortable(ColumnSchema column) {
        return !column.isNested() && KeyKind.of(column) != KeyKind.NONE;
    }

    /** Of a column without an order, what to tell people. */
    static String whyNotSortable(ColumnSchema column) {
        String reason;
        if (!column.isNested()) {
            reason = "no order is defined for the values of " + column.describe();
        } else if (column.maxRepetition() > 0) {
            reason = "a nested column has no one value for each row";
        } else {
            reason = "it may be null and so may the struct that it lies in, and such columns are not sorted by";
        }
        return reason + "; set order-by to another column, or to none";
    }

    private static void checkPresent(PartFooter footer, String name) {
        if (footer.columns().stream().noneMatch(column -> column.name().equals(name))) {
            throw noSuchColumn(footer, name);
        }
    }

    private static PartRejectedException noSuchColumn(PartFooter footer, String name) {
        List<String> names = footer.columns().stream()
                .filter(SortKey::isSortable)
                .map(column -> SortTerms.of(column.name()).toString())
                .toList();
        String others = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MAX_NAMES ? ", ..." : "");
        return new PartRejectedException(
                Reason.BAD_KEY,
                footer.part().name(),
                name,
                -1,
                "there is no such column to sort by; set order-by to "
                        + (names.isEmpty() ? "" : (names.size() > 1 ? "one of " : "") + others + ", or to ")
                        + "none, which keeps rows as they stand");
    }

    /** Then a null met after all is an error that names the file. */
    private static boolean claimNoNulls(List<PartFooter> footers) {
        return footers.stream()
                .flatMap(footer -> footer.rowGroups().stream())
                .allMatch(group -> group.claim().nulls().orElse(1) == 0);
    }
}
