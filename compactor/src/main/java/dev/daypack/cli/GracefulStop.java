package dev.daypack.cli;

import dev.daypack.cancel.Cancellation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * Ends the process with the right code, also when a signal comes.
 *
 * <p>SIGTERM and Ctrl-C start the JVM's shutdown, which runs our hook. The hook asks the work to stop, waits for its
 * exit code, and halts with it: {@code System.exit} would deadlock there, since the shutdown that runs the hook holds
 * its lock. When the work ends by itself, the hook is taken away first. If that is refused, a signal was quicker, and
 * the process is the hook's to end.
 */
final class GracefulStop {

    private final Cancellation cancellation;
    private final PrintStream err;
    private final Duration patience;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /**
     * @param patience how long the work has to stop; past it the process ends where it stands, which is safe but rude
     */
    GracefulStop(Cancellation cancellation, PrintStream err, Duration patience) {
        this.cancellation = cancellation;
        this.err = err;
        this.patience = patience;
    }

    /** Does the work and ends the process. Does not return. */
    void runAndExit(IntSupplier work) {
        Thread hook = new Thread(this::stopped, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = ExitCode.TROUBLE.code();
        try {
            code = work.getAsInt();
        } finally {
            ended.complete(code);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            awaitTheEnd();
        }
        System.exit(code);
    }

    private void stopped() {
        if (!ended.isDone()) {
            err.println("daypack: stopping; what is published stays whole");
            cancellation.cancel();
        }
        Runtime.getRuntime().halt(exitCode());
    }

    private int exitCode() {
        try {
            return ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            err.println("daypack: did not stop within " + patience.toSeconds() + " s; ended where it stood");
        } catch (InterruptedException | ExecutionException neverHappens) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.INTERRUPTED.code();
    }

    private static void awaitTheEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
