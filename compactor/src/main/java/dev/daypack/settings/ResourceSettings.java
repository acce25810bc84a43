package dev.daypack.settings;

import java.nio.file.Path;

/**
 * What a run may use.
 *
 * @param memoryBytes all buffers together, on and off the heap
 * @param scratch directory for spill runs and spooled outputs
 * @param workers threads; at least 1
 */
public record ResourceSettings(long memoryBytes, Path scratch, int workers) {

    public ResourceSettings {
        if (memoryBytes < 1 || workers < 1) {
            throw new SettingsException("memory and workers must be positive");
        }
    }
}
