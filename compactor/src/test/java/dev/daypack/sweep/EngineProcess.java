package dev.daypack.sweep;

import dev.daypack.app.Programs;
import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.Application;
import dev.daypack.cli.MergeRequest;
import dev.daypack.input.PartRejectedException;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.report.MergeReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.settings.InputSettings.NullKeys;
import dev.daypack.settings.Settings;
import dev.daypack.settings.SettingsLoader;
import dev.daypack.settings.SettingsSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program of the sweep's first JVM: {@code daypack merge}, case after case. A request is the order, the
 * output and the inputs; the answer one of {@link #PACKED}, {@link #REFUSED} and {@link #FAILED} with what belongs to
 * it.
 */
public final class EngineProcess {

    /** Then: rows. */
    static final String PACKED = "packed";

    /** Then: reason, column, offset, what is wrong. */
    static final String REFUSED = "refused";

    /** Then: an exception that nobody may see. */
    static final String FAILED = "failed";

    /** No file of the corpus has a column of this name. */
    public static final String SEQ = "daypack_seq";

    /** Leaves the JVM what it needs besides, of 256 MiB in all. */
    private static final String MEMORY = "96MiB";

    private static final int TRACE_LINES = 4;

    private EngineProcess() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        Lines.serve(EngineProcess::merge);
    }

    private static List<String> merge(List<String> request) {
        MergeRequest merge = new MergeRequest(request.subList(2, request.size()), request.get(1), false);
        try (Application program = Programs.at(Clock.systemUTC()).open(settings(request.get(0)))) {
            MergeReport report = program.merge(merge, new SilentProgress(), new Cancellation());
            return List.of(PACKED, Long.toString(report.volume().rows()));
        } catch (PartRejectedException e) {
            return List.of(REFUSED, e.reason().code(), e.column(), Long.toString(e.offset()), e.detail());
        } catch (MemoryExceededException e) {
            return List.of(REFUSED, "over_memory", "", "-1", e.getMessage());
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            return List.of(FAILED, described(e));
        }
    }

    private static Settings settings(String orderBy) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DAYPACK_ORDER_BY", orderBy,
                "DAYPACK_SEQ_COLUMN", SEQ,
                "DAYPACK_MEMORY", MEMORY));
        if (Stream.of(NullKeys.values()).anyMatch(keys -> keys.name().equals("LAST"))) {
            environment.put("DAYPACK_NULL_KEYS", "last");
        }
        Path none = Path.of("no-such-directory");
        return SettingsLoader.load(new SettingsSources(Optional.empty(), none, none, environment, List.of()))
                .settings();
    }

    private static String described(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        Stream.of(failure.getStackTrace())
                .limit(TRACE_LINES)
                .forEach(frame -> text.append(" at ").append(frame));
        return text.toString();
    }
}
