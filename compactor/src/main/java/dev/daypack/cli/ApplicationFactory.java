package dev.daypack.cli;

import dev.daypack.settings.Settings;

/** Puts the program together: the one place where composition happens implements this. */
public interface ApplicationFactory {

    /** With these settings. Opens no store yet. */
    Application open(Settings settings);

    /** What makes the data of {@code daypack demo}. */
    DemoLake demoLake();
}
