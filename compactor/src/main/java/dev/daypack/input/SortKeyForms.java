package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;
import dev.daypack.text.SortTerms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms that the sort keys of a packed file may have had when its digests were taken. The file names its sort
 * columns, but not where nulls went, nor whether the parts claimed to have none; so where a sort column is optional
 * there are up to three forms, and the digests tell which it was.
 */
public final class SortKeyForms {

    private SortKeyForms() {}

    /**
     * All forms, the likeliest first, at least one.
     *
     * @param file a packed file
     * @param terms the sort columns, as the file names them
     * @param likely where nulls go by the present settings
     * @throws PartRejectedException if the file lacks such a column, or no order is defined for it
     */
    public static List<SortKey> of(PartFooter file, SortTerms terms, NullKeys likely) {
        Set<SortKey> forms = new LinkedHashSet<>();
        List<NullKeys> rules = new ArrayList<>(List.of(likely));
        rules.addAll(List.of(NullKeys.values()));
        for (NullKeys rule : rules) {
            List<KeyColumn> keys =
                    terms.terms().stream().map(term -> key(file, term, rule)).toList();
            boolean isNarrowKind = keys.size() == 1 && keys.get(0).kind().isNarrow();
            if (isNarrowKind) {
                forms.add(new SortKey(keys, true, NullKeys.REJECT));
            }
            boolean hasNullMarks = keys.stream().anyMatch(key -> key.nulls() != NullKeys.REJECT);
            if (!isNarrowKind || hasNullMarks) {
                forms.add(new SortKey(keys, false, hasNullMarks ? rule : NullKeys.REJECT));
            }
        }
        return distinct(forms);
    }

    /** A narrow key is the same whatever the rule was. */
    private static List<SortKey> distinct(Set<SortKey> forms) {
        List<SortKey> distinct = new ArrayList<>();
        for (SortKey form : forms) {
            if (!form.isNarrow() || distinct.stream().noneMatch(SortKey::isNarrow)) {
                distinct.add(form);
            }
        }
        return distinct;
    }

    private static KeyColumn key(PartFooter file, SortTerms.Term term, NullKeys rule) {
        for (int i = 0; i < file.columns().size(); i++) {
            ColumnSchema column = file.columns().get(i);
            if (column.name().equals(term.name())) {
                if (!SortKey.isSortable(column)) {
                    throw rejected(file, term, SortKey.whyNotSortable(column));
                }
                return new KeyColumn(
                        i,
                        column,
                        KeyKind.of(column),
                        term.isDescending(),
                        column.isOptional() ? rule : NullKeys.REJECT);
            }
        }
        throw rejected(file, term, "the file says that it is sorted by this column, and has none of that name");
    }

    private static PartRejectedException rejected(PartFooter file, SortTerms.Term term, String detail) {
        return new PartRejectedException(Reason.BAD_KEY, file.part().name(), term.name(), -1, detail);
    }
}
