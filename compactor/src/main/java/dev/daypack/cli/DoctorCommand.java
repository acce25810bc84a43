package dev.daypack.cli;

import dev.daypack.doctor.Diagnosis;
import dev.daypack.doctor.Finding;
import dev.daypack.settings.EffectiveSetting;
import dev.daypack.settings.LoadedSettings;
import dev.daypack.settings.Origin;
import dev.daypack.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code daypack doctor}. */
@Command(
        name = "doctor",
        customSynopsis = "daypack doctor [OPTIONS]",
        header = "Look over settings, host and stores, and say what to put right.",
        description = "Asks both stores what they allow, probes what the compact store does when writers race (a few "
                + "hundred small objects below compacted/.probe/, all removed again; what they showed is kept there in "
                + "probe.json), compares the clocks, looks at Java, memory and scratch space, and whether state and "
                + "layout can be read. Raw is never written, and a directory that is not there is not made. "
                + "Exit code 1 if a run would fail, 3 if a store cannot be used at all.",
        footer = {
            "",
            "Example: before the first run against a new server",
            "  daypack doctor --raw s3://ticks-raw --compact s3://ticks"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversation conversation = new Conversation(surroundings, talk);
        LoadedSettings loaded = surroundings.load(settings.config(), settings.given());
        loaded.settings().rawUrl();
        loaded.settings().compactUrl();
        Diagnosis diagnosis;
        try (Application application = surroundings.factory().open(loaded.settings())) {
            diagnosis = application.doctor(given(loaded.effective()), surroundings.cancellation());
        }
        conversation.result(diagnosis::lines, diagnosis::json);
        if (diagnosis.isStoreLost()) {
            return ExitCode.STORE.code();
        }
        return (diagnosis.isWell() ? ExitCode.DONE : ExitCode.TROUBLE).code();
    }

    /** What somebody has set, and where. */
    private static List<Finding> given(List<EffectiveSetting> effective) {
        List<Finding> given = new ArrayList<>();
        for (EffectiveSetting one : effective) {
            if (one.origin().layer() != Origin.Layer.DEFAULT) {
                given.add(Finding.ok("", Printable.of(one.name() + " = " + one.text() + " (" + one.origin() + ")")));
            }
        }
        given.add(Finding.ok(
                "", given.isEmpty() ? "all defaults" : "the others are defaults; daypack settings shows them"));
        return given;
    }
}
