package dev.daypack.quality;

import java.util.List;

/**
 * A day's label with all that it rests on: the content of {@code quality_day.json}.
 *
 * @param label of the day
 * @param version of the rules behind all labels in it
 * @param reasons one line each, safe to print, the weightiest first; empty for GOOD
 * @param stats the windows in numbers
 * @param windows in the order of time
 */
public record DayQuality(
        DayLabel label, String version, List<String> reasons, DayStats stats, List<JudgedWindow> windows) {

    /** Name of the sidecar beside {@code data.parquet}. */
    public static final String FILE_NAME = "quality_day.json";

    public DayQuality {
        reasons = List.copyOf(reasons);
        windows = List.copyOf(windows);
        if (stats.totalWindows() != windows.size()) {
            throw new IllegalArgumentException(
                    stats.totalWindows() + " windows counted, " + windows.size() + " listed");
        }
    }

    /** The sidecar, UTF-8, indented, printable ASCII; equal qualities give equal bytes. */
    public byte[] toJson() {
        return DayQualityJson.write(this);
    }

    /**
     * Reads a sidecar back; those of the Python job, which named the reference exchange in their keys, are read too.
     *
     * @param key where it was read, for the error
     * @throws UnreadableDayQualityException if it is not such a document
     */
    public static DayQuality parse(String key, byte[] json) {
        try {
            return DayQualityJson.read(DocumentFields.parse(json));
        } catch (MalformedDocumentException broken) {
            throw new UnreadableDayQualityException(key, broken.getMessage());
        } catch (IllegalArgumentException broken) {
            throw new UnreadableDayQualityException(key, "stats: " + broken.getMessage());
        }
    }
}
