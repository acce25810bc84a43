package dev.daypack.quality;

import java.time.LocalDate;
import java.util.List;

/** From a day to its label: reads the windows, judges each, and sums them up. Thread-safe. */
public final class QualityAssessor {

    private final QualityReader reader;
    private final QualityRules rules;

    public QualityAssessor(QualityReader reader, QualityRules rules) {
        this.reader = reader;
        this.rules = rules;
    }

    /** The rules by which days are judged. */
    public QualityRules rules() {
        return rules;
    }

    /**
     * The quality of a day as its windows stand now. Costs one listing and one read per window: ask once per day, not
     * once per partition.
     *
     * @throws UnreadableWindowException if a window cannot be read: an error of the run
     * @throws dev.daypack.store.StoreException if the store does not answer
     */
    public DayQuality assess(LocalDate day) {
        WindowJudge windowJudge = new WindowJudge(rules);
        List<JudgedWindow> judged =
                reader.read(day).stream().map(windowJudge::judge).toList();
        return new DayJudge(rules).judge(judged);
    }
}
