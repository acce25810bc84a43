package dev.daypack.simulation;

import java.util.Optional;

/** The raw store is the environment's to change, and nobody else's. */
record RawGuard(World world) implements Bucket.Watcher {

    @Override
    public void written(String key, Optional<Bucket.Held> before, Bucket.Held now, Bucket.Writer writer) {
        if (writer.process() != null) {
            world.violated("raw untouched", writer.process().name() + " wrote " + key);
        }
    }

    @Override
    public void deleted(String key, Bucket.Held before, Process process) {
        if (process != null) {
            world.violated("raw untouched", process.name() + " deleted " + key);
        }
    }
}
