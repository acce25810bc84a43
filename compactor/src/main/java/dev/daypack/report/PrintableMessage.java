package dev.daypack.report;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daypack.text.Printable;

/** The last net before a log: every message is one printable line, even if somebody forgot to escape a key. */
public final class PrintableMessage extends MessageConverter {

    private static final int MAX_CHARS = 16_384;

    @Override
    public String convert(ILoggingEvent event) {
        return Printable.of(super.convert(event), MAX_CHARS);
    }
}
