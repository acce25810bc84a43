package dev.daypack.quality;

import java.time.Duration;
import java.util.List;

/**
 * A day's windows in numbers. Labels, drops and offline time are those of whole windows; partial ones are only counted.
 *
 * @param totalWindows whole and partial
 * @param goodWindows whole windows labelled GOOD
 * @param degradedWindows whole windows labelled DEGRADED
 * @param badWindows whole windows labelled BAD
 * @param partialWindows of any label
 * @param droppedEvents in whole windows
 * @param referenceExchange which exchange the next one is about
 * @param referenceOffline in whole windows
 */
public record DayStats(
        int totalWindows,
        int goodWindows,
        int degradedWindows,
        int badWindows,
        int partialWindows,
        long droppedEvents,
        String referenceExchange,
        Duration referenceOffline) {

    public DayStats {
        if (goodWindows + degradedWindows + badWindows + partialWindows != totalWindows) {
            throw new IllegalArgumentException("the windows by label do not add up to " + totalWindows);
        }
    }

    /** Counts and sums the windows of a day. */
    public static DayStats of(List<JudgedWindow> windows, String referenceExchange) {
        List<JudgedWindow> whole =
                windows.stream().filter(window -> !window.partial()).toList();
        long drops = 0;
        Duration offline = Duration.ZERO;
        for (JudgedWindow window : whole) {
            drops = Math.addExact(drops, window.droppedEvents());
            offline = offline.plus(window.referenceOffline());
        }
        return new DayStats(
                windows.size(),
                count(whole, WindowLabel.GOOD),
                count(whole, WindowLabel.DEGRADED),
                count(whole, WindowLabel.BAD),
                windows.size() - whole.size(),
                drops,
                referenceExchange,
                offline);
    }

    /** Windows that cover all of their time. */
    public int wholeWindows() {
        return totalWindows - partialWindows;
    }

    private static int count(List<JudgedWindow> windows, WindowLabel label) {
        return Math.toIntExact(
                windows.stream().filter(window -> window.label() == label).count());
    }
}
