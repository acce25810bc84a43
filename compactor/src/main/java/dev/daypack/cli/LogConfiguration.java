package dev.daypack.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.daypack.report.PrintableMessage;
import dev.daypack.report.PrintableTrace;
import java.nio.charset.StandardCharsets;

/**
 * Logs go to stderr; stdout belongs to results. Found by logback as a service. In code, since to read XML takes a tenth
 * of a second of every start.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {

    /** System property: how a line looks. */
    static final String PATTERN = "daypack.log.pattern";

    private static final String FULL_LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %line%n%trace";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // What logback says of itself would go to stdout.
        context.getStatusManager().add(new NopStatusListener());
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("line", PrintableMessage::new);
        layout.getInstanceConverterMap().put("trace", PrintableTrace::new);
        layout.setPattern(System.getProperty(PATTERN, FULL_LINE));
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr);
        context.getLogger("dev.daypack").setLevel(Level.INFO);
        // Says at WARN on every start that its native library is missing; Daypack never calls it.
        context.getLogger("org.apache.hadoop").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
