package dev.daypack.cli;

import dev.daypack.report.FsckReport;
import dev.daypack.report.FsckTable;
import dev.daypack.settings.Settings;
import dev.daypack.text.Units;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack fsck}. */
@Command(
        name = "fsck",
        customSynopsis = "daypack fsck [OPTIONS]",
        header = "Check the compact store against itself; --repair cures what can be cured.",
        description = "Compares files, sidecars, state, leases and leftovers of dead writers by cheap reads; runs may "
                + "go on meanwhile. Waits for lease.ttl if there are leases, to tell live ones from stale ones. Exit "
                + "code 0 if nothing is amiss or all of it was repaired, 1 if findings are left. Files are never "
                + "removed, but for temporary ones, dead uploads and stale leases.",
        footer = {
            "",
            "Example: is everything as it should be?",
            "  daypack fsck --compact s3://ticks",
            "Example: cure it",
            "  daypack fsck --repair --older-than 6h"
        })
final class FsckCommand implements Callable<Integer> {

    /** A document takes a second to write, and a lease says who uploads; but a lease may be removed by hand. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(10);

    private final Surroundings surroundings;

    @Option(names = "--repair", description = "Cure what can be cured, and say what was done.")
    private boolean repair;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            defaultValue = "1d",
            description = "Writes that were never finished count as dead after so long; else 1d.")
    private String olderThan;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    FsckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        FsckRequest request = new FsckRequest(repair, age());
        Conversation conversation = new Conversation(surroundings, talk);
        Settings loaded = surroundings.load(settings.config(), settings.given()).settings();
        loaded.compactUrl();
        try (Application application = surroundings.factory().open(loaded)) {
            FsckReport report = application.fsck(request, surroundings.cancellation());
            conversation.pause();
            conversation.result(() -> FsckTable.lines(report), () -> FsckTable.json(report));
            return (report.left() == 0 ? ExitCode.DONE : ExitCode.TROUBLE).code();
        }
    }

    private Duration age() {
        try {
            Duration age = Units.parseDuration(olderThan);
            if (age.compareTo(LEAST_AGE) < 0) {
                throw new UsageException("--older-than is " + olderThan + "; give 10m or more: what is younger may be"
                        + " of a process that is alive");
            }
            return age;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--older-than is " + e.getMessage());
        }
    }
}
