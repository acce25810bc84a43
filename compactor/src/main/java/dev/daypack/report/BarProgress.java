package dev.daypack.report;

import dev.daypack.text.Units;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws a bar with the remaining time at the foot of a terminal. */
public final class BarProgress implements Progress {

    private static final long STEPS = 10_000;
    private static final int MAX_BAR_CHARS = 40;
    private static final int REDRAW_MILLIS = 200;

    /** Before so much is done, an estimate of the remaining time is noise. */
    private static final double ESTIMABLE = 0.01;

    private final ProgressFraction fraction = new ProgressFraction();
    private final AtomicInteger troubles = new AtomicInteger();
    private final Foot foot;
    private final ProgressBar bar;
    private final boolean unicode;

    /**
     * @param columns width of the terminal now; asked again with every redraw
     * @param unicode whether the terminal shows block characters
     */
    public BarProgress(StatusLine statusLine, IntSupplier columns, boolean unicode) {
        this.unicode = unicode;
        this.foot = new Foot(statusLine, columns);
        this.bar = new ProgressBarBuilder()
                .setInitialMax(STEPS)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .continuousUpdate()
                .setRenderer(new Line())
                .setConsumer(foot)
                .build();
    }

    @Override
    public void planned(int partitionDays, OptionalLong bytes) {
        fraction.planned(partitionDays, bytes);
    }

    @Override
    public void partitionStarted(String name, int parts, long bytes) {
        fraction.started(name, bytes);
        bar.setExtraMessage(name);
    }

    @Override
    public void advanced(String name, long bytes) {
        fraction.advanced(name, bytes);
        bar.stepTo((long) (fraction.fraction() * STEPS));
    }

    @Override
    public void partitionFinished(PartitionReport report) {
        fraction.finished(report);
        if (report.outcome().isTrouble()) {
            troubles.incrementAndGet();
        }
        bar.stepTo((long) (fraction.fraction() * STEPS));
    }

    @Override
    public void runFinished(RunReport report) {
        close();
    }

    @Override
    public void close() {
        bar.close();
        foot.close();
    }

    /** {@code  42 % [#####.....] 5/18 | 1m 12s left | binance/bbo/btcusdt/20260126}. */
    private final class Line implements ProgressBarRenderer {

        @Override
        public String render(ProgressState state, int maxChars) {
            double done = state.getNormalizedProgress();
            if (fraction.plannedDays() == 0) {
                return cut("looking for work...", maxChars);
            }
            String head = String.format(Locale.ROOT, "%3d %% ", (int) (done * 100));
            String bad = troubles.get() == 0 ? "" : ", " + troubles.get() + " bad";
            String tail = " " + fraction.finishedDays() + "/" + fraction.plannedDays() + bad + "  "
                    + remaining(state, done) + "  ";
            int barChars = Math.max(0, Math.min(MAX_BAR_CHARS, maxChars - head.length() - tail.length() - 2));
            return cut(head + bar(done, barChars) + tail + state.getExtraMessage(), maxChars);
        }

        private String bar(double done, int chars) {
            int full = (int) Math.round(done * chars);
            return "[" + (unicode ? "\u2588" : "#").repeat(full) + (unicode ? "\u2591" : ".").repeat(chars - full)
                    + "]";
        }

        private String remaining(ProgressState state, double done) {
            Optional<Duration> left = Optional.of(done)
                    .filter(fraction -> fraction >= ESTIMABLE)
                    .map(fraction -> state.getElapsedAfterStart())
                    .map(elapsed -> Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done)));
            return left.map(time -> Units.wholeSeconds(time.toSeconds()) + " left")
                    .orElse("-- left");
        }

        private static String cut(String text, int maxChars) {
            return text.length() <= maxChars ? text : text.substring(0, Math.max(0, maxChars));
        }
    }

    /**
     * Puts what is rendered at the foot of the terminal. The thread that redraws may be at it when the bar is closed.
     */
    private static final class Foot implements ProgressBarConsumer {
        private final StatusLine statusLine;
        private final IntSupplier columns;
        private boolean isClosed;

        Foot(StatusLine statusLine, IntSupplier columns) {
            this.statusLine = statusLine;
            this.columns = columns;
        }

        @Override
        public int getMaxRenderedLength() {
            // A line as wide as the terminal would wrap on some.
            return Math.max(20, columns.getAsInt() - 1);
        }

        @Override
        public synchronized void accept(String rendered) {
            if (!isClosed) {
                statusLine.show(rendered);
            }
        }

        @Override
        public synchronized void clear() {
            statusLine.show("");
        }

        @Override
        public synchronized void close() {
            isClosed = true;
            statusLine.show("");
        }
    }
}
