package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import dev.daypack.doctor.Diagnosis;
import dev.daypack.doctor.Finding;
import dev.daypack.integrity.ReapReport;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.quality.QualityReport;
import dev.daypack.report.FsckReport;
import dev.daypack.report.MergeReport;
import dev.daypack.report.PlanReport;
import dev.daypack.report.Progress;
import dev.daypack.report.RebuildReport;
import dev.daypack.report.RunReport;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the commands can ask for, with the settings already in it. Stores are opened when a method first needs them.
 *
 * <p>Every method may throw {@link UsageException} (exit code 2), {@link dev.daypack.settings.SettingsException} (2),
 * {@link dev.daypack.store.StoreException} (3, or 1 if one object is missing or changed) and
 * {@link dev.daypack.cancel.CancelledException} (4). Others end with 1; those of our own packages show their message,
 * all others count as defects of the program.
 */
public interface Application extends AutoCloseable {

    /** Plans and works. A cancelled run returns its report with {@code interrupted}; it does not throw. */
    RunReport run(RunRequest request, Progress progress, Cancellation cancellation);

    /** Plans, and changes nothing. */
    PlanReport plan(RunRequest request, Cancellation cancellation);

    /** Merges plain files, outside any layout or state. */
    MergeReport merge(MergeRequest request, Progress progress, Cancellation cancellation);

    /**
     * Looks into one Parquet file: footer, pages, the first error.
     *
     * @param lines takes the text, line by line, safe to print
     * @return whether the file is sound, and all of it was read
     */
    boolean inspect(InspectRequest request, Consumer<String> lines, Cancellation cancellation);

    /** Checks what is published. A cancelled check returns its report, which says so; it does not throw. */
    VerifyReport verify(VerifyRequest request, Progress progress, Cancellation cancellation);

    /** Gives up raw parts of proven days, or tells which it would. A cancelled run returns its report. */
    ReapReport reap(ReapRequest request, Progress progress, Cancellation cancellation);

    /** The evidence of the last days before today. */
    QualityReport qualityReport(int days, Cancellation cancellation);

    /** Checks the compact store against itself, and cures what can be cured if asked. */
    FsckReport fsck(FsckRequest request, Cancellation cancellation);

    /**
     * Makes the state again from what is published.
     *
     * @param isDryRun writes nothing
     */
    RebuildReport rebuildState(boolean isDryRun, Cancellation cancellation);

    /**
     * Looks the host and the stores over. A store that cannot be used is a finding, not an exception.
     *
     * @param given what is to be said of the settings
     */
    Diagnosis doctor(List<Finding> given, Cancellation cancellation);

    /**
     * Runs by the schedule until cancelled; says when the next run is.
     *
     * @param request what each run does
     * @param progress makes the listener of each run; it is closed after the run
     * @param finished takes each run's report
     */
    void serve(
            RunRequest request, Supplier<Progress> progress, Consumer<RunReport> finished, Cancellation cancellation);

    @Override
    void close();
}
