package dev.daypack.report;

import java.util.List;

/**
 * What a check of a compact store against itself came to.
 *
 * @param store its URL
 * @param isRepair whether it was to cure what it can
 * @param partitionDays that have a prefix in the store or claim a file in the state
 * @param entries of the state
 * @param leases that stood there
 * @param busy partition-days that somebody works on now; they are not judged
 * @param findings by kind, then by subject
 * @param notes what is no fault, but good to know
 */
public record FsckReport(
        String store,
        boolean isRepair,
        int partitionDays,
        int entries,
        int leases,
        int busy,
        List<Finding> findings,
        List<String> notes) {

    public FsckReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** How many are not cured. */
    public long left() {
        return findings.stream().filter(finding -> !finding.isRepaired()).count();
    }
}
