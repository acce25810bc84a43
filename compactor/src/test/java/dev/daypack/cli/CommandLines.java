package dev.daypack.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.daypack.cancel.Cancellation;
import dev.daypack.report.StatusLine;
import dev.daypack.testing.Canaries;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Runs command lines of the real program inside a test and keeps all that they say. */
public final class CommandLines {

    /** Runs that listen now; while there are any, the console of the build hears nothing. */
    private static final AtomicInteger LISTENING = new AtomicInteger();

    private final ApplicationFactory factory;
    private final Path directory;

    /** @param directory the working directory; no settings file is looked for outside of it */
    public CommandLines(ApplicationFactory factory, Path directory) {
        this.factory = factory;
        this.directory = directory;
    }

    /**
     * What came of a command line.
     *
     * @param log of the whole program meanwhile
     */
    public record Said(int code, String out, String err, String log) {

        /** Everything that anybody can read. */
        public String all() {
            return out + err + log;
        }

        @Override
        public String toString() {
            return "exit code " + code + "\n" + all();
        }
    }

    /** Runs one command line to its end. */
    public Said run(Map<String, String> environment, Cancellation cancellation, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Surroundings surroundings = new Surroundings(
                factory,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new StatusLine(err),
                Terminal.NONE,
                environment,
                directory,
                directory.resolve("system.yaml"),
                cancellation,
                System::nanoTime);
        Lines lines = new Lines(log::add);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.setContext(root.getLoggerContext());
        lines.start();
        Logger ours = root.getLoggerContext().getLogger("dev.daypack");
        root.addAppender(lines);
        ours.addAppender(lines);
        LISTENING.incrementAndGet();
        ours.setAdditive(false);
        try {
            int code = Main.execute(surroundings, arguments);
            Said said = new Said(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8),
                    String.join("\n", log));
            Canaries.assertSilent("the command " + arguments[0], said.all());
            return said;
        } finally {
            ours.setAdditive(LISTENING.decrementAndGet() == 0);
            ours.detachAppender(lines);
            root.detachAppender(lines);
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Consumer<String> sink;

        Lines(Consumer<String> sink) {
            this.sink = sink;
        }

        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            sink.accept(event.getLevel() + " " + event.getFormattedMessage() + trace);
        }
    }
}
