package dev.daypack.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.report.TextTable;
import dev.daypack.report.TextTable.Column;
import dev.daypack.settings.EffectiveSetting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code daypack settings}. */
@Command(
        name = "settings",
        customSynopsis = "daypack settings [OPTIONS]",
        header = "Show every setting, its value, and where the value comes from.",
        description = "Weakest first: defaults, the old job's S3_* variables (for a store that nothing else names), "
                + "the settings file, DAYPACK_* variables (raw.path-style is DAYPACK_RAW_PATH_STYLE), flags. "
                + "Secrets are masked.",
        footer = {"", "Example: which file and which variables count here?", "  daypack settings | grep -v ' default '"
        })
final class SettingsCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ArgGroup(validate = false, heading = Headings.SETTINGS, order = 1)
    private SettingOptions settings = new SettingOptions();

    @ArgGroup(validate = false, heading = Headings.TALK, order = 2)
    private TalkOptions talk = new TalkOptions();

    SettingsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<EffectiveSetting> effective =
                surroundings.load(settings.config(), settings.given()).effective();
        new Conversation(surroundings, talk).result(() -> lines(effective, talk.verbose), () -> json(effective));
        return ExitCode.DONE.code();
    }

    private static List<String> lines(List<EffectiveSetting> effective, boolean withMeaning) {
        TextTable table = new TextTable(
                Column.text("setting"),
                Column.text("from"),
                Column.text("value"),
                Column.text(withMeaning ? "meaning" : ""));
        effective.forEach(one -> table.row(
                one.name(), one.origin(), one.text().isEmpty() ? "-" : one.text(), withMeaning ? one.meaning() : ""));
        return table.lines();
    }

    private static ObjectNode json(List<EffectiveSetting> effective) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        effective.forEach(one -> json.putObject(one.name())
                .put("value", one.text())
                .put("from", one.origin().where()));
        return json;
    }
}
