package dev.daypack.app;

import dev.daypack.cli.Application;
import dev.daypack.cli.ApplicationFactory;
import dev.daypack.cli.DemoLake;
import dev.daypack.cli.Main;
import dev.daypack.settings.Settings;
import java.time.Clock;

/** The program: the command line with everything behind it. */
public final class Daypack implements ApplicationFactory {

    private final Clock clock;

    Daypack(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        Main.start(new Daypack(Clock.systemUTC()), arguments);
    }

    @Override
    public Application open(Settings settings) {
        return new DaypackApplication(settings, new OpenStores(settings, clock), clock);
    }

    @Override
    public DemoLake demoLake() {
        return new DemoFiles(clock);
    }
}
