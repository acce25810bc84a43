package dev.daypack.sweep;

import dev.daypack.text.SortTerms;
import java.util.Map;

/**
 * What the sweep found out about a file.
 *
 * @param order by which it was packed, or was to be
 * @param readers rows by the name of the reader, of those that read the file
 * @param twice beside a copy of itself
 */
record FileResult(CorpusFile file, SortTerms order, Map<String, Long> readers, Outcome alone, Outcome twice) {

    String name() {
        return file.name();
    }

    boolean isIdentical() {
        return alone instanceof Outcome.Identical && twice instanceof Outcome.Identical;
    }

    boolean isRefused() {
        return alone instanceof Outcome.Refused && twice.equals(alone);
    }

    /** Whether some reader reads it and is right. */
    boolean isReadable(Judgements judgements) {
        return readers.keySet().stream()
                .anyMatch(reader -> judgements.misreading(name(), reader).isEmpty());
    }

    @Override
    public String toString() {
        return name() + ": by " + order + ", read by " + readers + ", alone " + alone
                + (twice.equals(alone) ? ", twice the same" : ", twice " + twice);
    }
}
