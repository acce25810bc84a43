package dev.daypack.doctor;

import java.util.List;

/**
 * What belongs together.
 *
 * @param title such as {@code raw store  s3://ticks-raw}; safe to print
 */
public record Section(String title, List<Finding> findings) {

    public Section {
        findings = List.copyOf(findings);
    }
}
