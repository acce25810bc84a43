package dev.daypack.cli;

import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.PlanTable;
import dev.daypack.report.RunReport;
import dev.daypack.settings.GivenValue;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import dev.daypack.text.Printable;
import dev.daypack.text.ShellWord;
import dev.daypack.text.Units;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daypack demo}. */
@Command(
        name = "demo",
        customSynopsis = "daypack demo [OPTIONS]",
        header = "Make a small lake in ./demo, pack it, and show what happens.",
        description = "Writes three days of raw parts with everything that real ones have: overlap, duplicates in "
                + "time, a part out of order, a corrupt part, a late part. Then plans, catches up, lets the late "
                + "part arrive and catches up again. Needs no settings, takes less than a minute, touches nothing "
                + "but its directory.",
        footer = {"", "Example:", "  daypack demo --directory /tmp/daypack-demo"})
final class DemoCommand implements Callable<Integer> {

    private static final int RECHECK_DAYS = 3;

    private final Surroundings surroundings;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where; else ./demo. An earlier demo is replaced.")
    private Path directory = Path.of("demo");

    @ArgGroup(validate = false, heading = Headings.TALK, order = 1)
    private PlainTalk talk = new PlainTalk();

    /** A demo is for people. */
    private static final class PlainTalk {
        @Option(names = "--verbose", description = "Log the steps, and the stack trace of an error.")
        private boolean verbose;
    }

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TalkOptions options = new TalkOptions();
        options.verbose = talk.verbose;
        Runs runs = new Runs(surroundings, options);
        Path place = surroundings
                .workingDirectory()
                .resolve(directory)
                .toAbsolutePath()
                .normalize();
        DemoLake lake = surroundings.factory().demoLake();
        make(lake, place);
        try (Application application = surroundings.factory().open(settings(place))) {
            return show(lake, place, application, runs).code();
        }
    }

    private void make(DemoLake lake, Path place) {
        title("A collector's lake in " + Printable.of(place.toString()));
        DemoLake.Made made = lake.make(place);
        say(Units.count(made.days(), "day") + " of " + Units.count(made.partitions(), "partition") + ": "
                + Units.count(made.parts(), "part") + ", " + Units.count(made.rows(), "row") + ", "
                + Units.bytes(made.bytes()));
    }

    private ExitCode show(DemoLake lake, Path place, Application application, Runs runs) {
        title("The plan: daypack plan");
        RunRequest first = RunRequest.of(RunMode.CATCH_UP, 0);
        PlanTable.lines(application.plan(first, surroundings.cancellation())).forEach(this::say);
        title("The work: daypack catch-up");
        RunReport packed = runs.run(application, first);
        if (packed.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        title("A part arrives late: daypack catch-up --recheck-days " + RECHECK_DAYS);
        say("late: " + Printable.of(lake.deliverLatePart(place)));
        RunReport again = runs.run(application, RunRequest.of(RunMode.CATCH_UP, RECHECK_DAYS));
        if (again.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        ExitCode verdict = verdict(packed, again);
        farewell(place, packed);
        return verdict;
    }

    private ExitCode verdict(RunReport packed, RunReport again) {
        int corrupt = packed.accounting().count(Outcome.QUARANTINE);
        int late = again.accounting().count(Outcome.SUCCESS);
        if (corrupt == 1 && late == 1 && packed.accounting().count(Outcome.FAILED) == 0) {
            say("");
            say("demo: as it should be: one corrupt part set apart, only the late part's day packed again");
            return ExitCode.DONE;
        }
        say("");
        say("demo: NOT as it should be: " + corrupt + " set apart instead of 1, " + late
                + " packed again instead of 1");
        return ExitCode.TROUBLE;
    }

    /** The file of the last day that was packed, as somebody would look at it. */
    private static String lastPublished(RunReport packed, Path place) {
        PartitionReport report = packed.partitions().stream()
                .filter(it -> it.outcome() == Outcome.SUCCESS)
                .reduce((first, second) -> second)
                .orElseThrow();
        List<String> values = report.day().partition().values();
        return place.resolve("compact")
                .resolve("exchange=" + values.get(0))
                .resolve("stream=" + values.get(1))
                .resolve("symbol=" + values.get(2))
                .resolve("date=" + report.day().date().format(DateTimeFormatter.BASIC_ISO_DATE))
                .resolve("data.parquet")
                .toString();
    }

    private void farewell(Path place, RunReport packed) {
        String command = System.getProperty("daypack.command", "daypack");
        String stores =
                " --raw " + ShellWord.of(url(place, "raw")) + " --compact " + ShellWord.of(url(place, "compact"));
        title("Three to try next");
        say("  " + command + " inspect --pages " + ShellWord.of(lastPublished(packed, place)));
        say("  " + command + " quality-report --raw " + ShellWord.of(url(place, "raw")));
        say("  " + command + " catch-up --retry-quarantine" + stores);
    }

    /** The settings of the place where the user stands do not count, except what the machine can bear. */
    private Settings settings(Path place) {
        Map<String, String> environment = surroundings.environment().entrySet().stream()
                .filter(entry -> List.of("DAYPACK_MEMORY", "DAYPACK_WORKERS").contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<GivenValue> stores = List.of(
                GivenValue.ofFlag("raw.url", "demo", url(place, "raw")),
                GivenValue.ofFlag("compact.url", "demo", url(place, "compact")));
        Path none = place.resolve("no-settings-file");
        return SettingsLoader.load(new SettingsSources(Optional.empty(), none, none, environment, stores))
                .settings();
    }

    private static String url(Path place, String store) {
        return "file://" + place.resolve(store).toUri().getRawPath().replaceFirst("/$", "");
    }

    private void title(String text) {
        surroundings.out().println();
        surroundings.out().println("== " + text);
    }

    private void say(String text) {
        surroundings.out().println(text);
    }
}
