package dev.daypack.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Fits the log to the command line. The rest of it is in {@link LogConfiguration}. */
final class LogSetup {

    private static final String PATTERN = LogConfiguration.PATTERN;

    private LogSetup() {}

    /** On a terminal the time and the level INFO go without saying. Call before the first logger is made. */
    static void plainLines() {
        if (System.getProperty(PATTERN) == null) {
            System.setProperty(PATTERN, "%replace(%level: ){'^INFO: ', ''}%line%n%trace");
        }
    }

    static void level(TalkOptions talk) {
        Level level = talk.verbose ? Level.DEBUG : talk.quiet || talk.json ? Level.WARN : Level.INFO;
        if (LoggerFactory.getLogger("dev.daypack") instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
