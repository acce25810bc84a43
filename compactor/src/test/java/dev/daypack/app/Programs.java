package dev.daypack.app;

import dev.daypack.cli.ApplicationFactory;
import java.time.Clock;

/** Gives tests of other packages the program as it is put together. */
public final class Programs {

    private Programs() {}

    /** The real one. */
    public static ApplicationFactory at(Clock clock) {
        return new Daypack(clock);
    }
}
