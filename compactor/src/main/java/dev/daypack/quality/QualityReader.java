package dev.daypack.quality;

import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoredObject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Reads a day's windows from the raw store: {@code <prefix>date=<yyyyMMdd>/*.json}. All of them or none: a window that
 * cannot be read is an error, never a gap. Thread-safe.
 */
public final class QualityReader {

    /** Where collectors put their windows, below the raw store's root. */
    public static final String DEFAULT_PREFIX = "quality/";

    /** A hundred times what a collector writes in a day, 96. */
    public static final int MAX_WINDOWS = 10_000;

    /** A thousand times what a window takes. */
    public static final int MAX_WINDOW_BYTES = 1 << 20;

    private static final String TOO_BIG_REMEDY =
            "Remove it from under the windows if it is something else, and run again.";

    private final ObjectStore raw;
    private final String prefix;
    private final OrderedReads reads;

    /**
     * @param prefix above {@code date=...}; ends in {@code /}
     * @param executor runs the reads; may be shared, and may even be the one that calls
     * @param parallel how many windows are read at once, the calling thread's included
     */
    public QualityReader(ObjectStore raw, String prefix, Executor executor, int parallel) {
        if (!prefix.endsWith("/") || prefix.startsWith("/")) {
            throw new IllegalArgumentException("a prefix ends in / and does not start with it");
        }
        this.raw = raw;
        this.prefix = prefix;
        this.reads = new OrderedReads(executor, parallel);
    }

    /** Where the windows of a day stand: {@code quality/date=20260126/}. */
    public String dayPrefix(LocalDate day) {
        return prefix + "date=" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "/";
    }

    /**
     * All windows of a day, by {@link Window#ORDER}; empty if there are none.
     *
     * @throws UnreadableWindowException for the first window, by key, that is unreadable, too big, or gone again
     * @throws dev.daypack.store.StoreException if the store does not answer
     */
    public List<Window> read(LocalDate day) {
        String dayPrefix = dayPrefix(day);
        List<ObjectStat> found = raw.list(dayPrefix).stream()
                .filter(stat -> isWindow(stat.key().substring(dayPrefix.length())))
                .toList();
        if (found.size() > MAX_WINDOWS) {
            String problem = found.size() + " windows in one day, more than " + MAX_WINDOWS;
            throw new UnreadableWindowException(dayPrefix, "the listing", problem, TOO_BIG_REMEDY);
        }
        return reads.map(found, this::readWindow).stream().sorted(Window.ORDER).toList();
    }

    private Window readWindow(ObjectStat stat) {
        requireSize(stat.key(), stat.sizeBytes());
        StoredObject object = raw.get(stat.key())
                .orElseThrow(() -> new UnreadableWindowException(
                        stat.key(), "the object", "listed, but gone when it was read", "Run again."));
        // It may have been replaced since the listing.
        requireSize(stat.key(), object.bytes().length);
        return Window.parse(stat.key(), object.bytes());
    }

    /** As a shell reads {@code *.json}: nothing deeper, nothing hidden (a store's or a writer's temporary file). */
    private static boolean isWindow(String name) {
        return name.endsWith(".json") && !name.startsWith(".") && name.indexOf('/') < 0;
    }

    private static void requireSize(String key, long sizeBytes) {
        if (sizeBytes > MAX_WINDOW_BYTES) {
            String problem = sizeBytes + " bytes, more than " + MAX_WINDOW_BYTES;
            throw new UnreadableWindowException(key, "the object", problem, TOO_BIG_REMEDY);
        }
    }
}
