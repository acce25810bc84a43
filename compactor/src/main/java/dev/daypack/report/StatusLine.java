package dev.daypack.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A terminal with one changing line at its foot. Whatever is written to {@link #stream} scrolls above it: the line is
 * erased first and drawn again after the next line break. Thread-safe.
 */
public final class StatusLine {

    private static final byte[] ERASE = "\r\033[2K".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream terminal;
    private final PrintStream stream;
    private String shown = "";
    private boolean drawn;

    /** @param terminal an ANSI terminal */
    public StatusLine(OutputStream terminal) {
        this.terminal = terminal;
        this.stream = new PrintStream(new Above(), true, StandardCharsets.UTF_8);
    }

    /** Where everything else that goes to this terminal must be written. */
    public PrintStream stream() {
        return stream;
    }

    /** Changes the line; empty takes it away. It must be shorter than the terminal is wide. */
    synchronized void show(String text) {
        try {
            erase();
            shown = text;
            draw();
            terminal.flush();
        } catch (IOException gone) {
            // The terminal was closed under us; the run goes on without it.
            shown = "";
        }
    }

    private void erase() throws IOException {
        if (drawn) {
            terminal.write(ERASE);
            drawn = false;
        }
    }

    private void draw() throws IOException {
        if (!shown.isEmpty()) {
            terminal.write(shown.getBytes(StandardCharsets.UTF_8));
            drawn = true;
        }
    }

    private final class Above extends OutputStream {

        @Override
        public void write(int unit) throws IOException {
            write(new byte[] {(byte) unit}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            if (length == 0) {
                return;
            }
            synchronized (StatusLine.this) {
                erase();
                terminal.write(bytes, at, length);
                if (bytes[at + length - 1] == '\n') {
                    draw();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            terminal.flush();
        }
    }
}
