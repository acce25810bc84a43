package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.input.InputLimits;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits on parts are settings, and reach those who check them. */
class LimitSettingsTest {

    private static InputLimits limits(Map<String, String> environment) {
        SettingsSources sources =
                new SettingsSources(Optional.empty(), Path.of("/"), Path.of("/none"), environment, List.of());
        return Engine.limits(SettingsLoader.load(sources).settings().limits());
    }

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        assertEquals(InputLimits.DEFAULTS, limits(Map.of()));
        assertEquals(
                new InputLimits(16 << 20, 4_096, 32, 32_767, 256 << 20, 64 << 20, 16 << 20, 1_000),
                InputLimits.DEFAULTS);
    }

    @Test
    void eachOfThemCanBeSet() {
        Map<String, String> environment = Map.of(
                "DAYPACK_LIMITS_FOOTER_BYTES", "11",
                "DAYPACK_LIMITS_COLUMNS", "12",
                "DAYPACK_LIMITS_DEPTH", "13",
                "DAYPACK_LIMITS_ROW_GROUPS", "14",
                "DAYPACK_LIMITS_PAGE_BYTES", "15",
                "DAYPACK_LIMITS_DICTIONARY_BYTES", "16",
                "DAYPACK_LIMITS_VALUE_BYTES", "17",
                "DAYPACK_LIMITS_EXPANSION_RATIO", "18");
        assertEquals(new InputLimits(11, 12, 13, 14, 15, 16, 17, 18), limits(environment));
    }
}
