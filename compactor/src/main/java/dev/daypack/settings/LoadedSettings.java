package dev.daypack.settings;

import java.util.List;

/**
 * The settings, and how they came about.
 *
 * @param effective every setting in the order of the reference, secrets masked
 */
public record LoadedSettings(Settings settings, List<EffectiveSetting> effective) {

    public LoadedSettings {
        effective = List.copyOf(effective);
    }
}
