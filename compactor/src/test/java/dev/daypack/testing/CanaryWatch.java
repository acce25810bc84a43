package dev.daypack.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each test during which a secret of {@link Canaries} went to stdout or stderr, where the log goes too. JUnit
 * finds it as a service, so that it watches the whole suite.
 */
public final class CanaryWatch implements BeforeAllCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(CanaryWatch.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (watch(context).sang.getAndSet(false)) {
            throw new AssertionError("a secret went to stdout or stderr during " + context.getDisplayName());
        }
    }

    private static Watch watch(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Watch.class, key -> new Watch(), Watch.class);
    }

    /** Stands before both streams for as long as this JVM runs tests. */
    static final class Watch {

        final AtomicBoolean sang = new AtomicBoolean();

        Watch() {
            System.setOut(listened(System.out));
            System.setErr(listened(System.err));
        }

        private PrintStream listened(PrintStream stream) {
            return new PrintStream(new Ear(stream, sang), true, StandardCharsets.UTF_8);
        }
    }

    /** Passes all on, and keeps the end of what it heard: a secret may come in two pieces. */
    static final class Ear extends OutputStream {

        private final OutputStream stream;
        private final AtomicBoolean sang;
        private String tail = "";

        Ear(OutputStream stream, AtomicBoolean sang) {
            this.stream = stream;
            this.sang = sang;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
            String heard = tail + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
            if (Canaries.sings(heard)) {
                sang.set(true);
                heard = "";
            }
            tail = heard.substring(Math.max(0, heard.length() - Canaries.maxFormChars()));
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }
    }
}
