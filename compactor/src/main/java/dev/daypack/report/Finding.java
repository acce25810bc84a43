package dev.daypack.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that a check of a compact store found amiss.
 *
 * @param kind what it is about
 * @param subject a partition-day by its state key, or the key of an object; not escaped
 * @param problem one line; not escaped
 * @param cures what cures it: commands as they can be typed, or words
 * @param act what {@code --repair} did about it; empty if it did nothing
 */
public record Finding(Kind kind, String subject, String problem, List<String> cures, Optional<String> act) {

    public Finding {
        cures = List.copyOf(cures);
    }

    /** What a finding is about. */
    public enum Kind {
        STATE,
        MONTH,
        WATERMARK,
        ENTRY,
        FILE,
        SIDECAR,
        REAPED,
        LEASE,
        UNFINISHED,
        PROBE,
        SCRATCH,
        UNKNOWN;

        /** As it is printed. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What cures a finding that {@code --repair} can. */
    public static final String REPAIR = "daypack fsck --repair";

    /** One that {@code --repair} cures. */
    public static Finding repairable(Kind kind, String subject, String problem) {
        return of(kind, subject, problem, REPAIR);
    }

    /** One that needs something else. */
    public static Finding of(Kind kind, String subject, String problem, String... cures) {
        return new Finding(kind, subject, problem, List.of(cures), Optional.empty());
    }

    public Finding repaired(String done) {
        return new Finding(kind, subject, problem, cures, Optional.of(done));
    }

    /** The same, which {@code --repair} did not cure, with the reason. */
    public Finding left(String reason) {
        return new Finding(kind, subject, problem + "; " + reason, cures, Optional.empty());
    }

    /** The same with another cure. */
    public Finding curedBy(String otherCure) {
        return new Finding(kind, subject, problem, List.of(otherCure), act);
    }

    public boolean isRepairable() {
        return cures.equals(List.of(REPAIR));
    }

    public boolean isRepaired() {
        return act.isPresent();
    }
}
