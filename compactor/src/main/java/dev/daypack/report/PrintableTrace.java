package dev.daypack.report;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.daypack.text.Printable;
import java.util.stream.Collectors;

/** A stack trace, each line of it printable. */
public final class PrintableTrace extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy proxy) {
        return super.throwableProxyToString(proxy)
                .lines()
                .map(line -> line.replace("\t", "    "))
                .map(Printable::of)
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }
}
