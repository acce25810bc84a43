package dev.daypack.cli;

import dev.daypack.settings.GivenValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Settings that may be given as flags; all others stand in the file or the environment. */
final class SettingOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file; else ./daypack.yaml, else /etc/daypack/daypack.yaml.")
    Path config;

    @Option(names = "--raw", paramLabel = "URL", description = "The raw parts: s3://bucket/prefix or file:///dir.")
    String raw;

    @Option(names = "--compact", paramLabel = "URL", description = "The packed days, alike.")
    String compact;

    @Option(
            names = "--order-by",
            paramLabel = "COLUMNS",
            description = "The sort columns, such as 'ts_event, trade_id desc'; none keeps rows as they stand;"
                    + " else ts_event.")
    String orderBy;

    @Option(
            names = "--null-keys",
            paramLabel = "WHERE",
            description = "Rows that have a null there: first, last, or reject, which is the default.")
    String nullKeys;

    @Option(
            names = "--schema",
            paramLabel = "MODE",
            description = "Parts whose columns differ: union, the default, or strict.")
    String schema;

    @Option(names = "--memory", paramLabel = "SIZE", description = "All buffers together, such as 512MiB; else 256MiB.")
    String memory;

    @Option(names = "--workers", paramLabel = "N", description = "Threads; 0 or nothing takes all cores.")
    String workers;

    @Option(names = "--compat", description = "Write only encodings that every reader knows.")
    boolean compat;

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** The flags that were given, as settings. */
    List<GivenValue> given() {
        List<GivenValue> given = new ArrayList<>();
        add(given, "raw.url", "--raw", raw);
        add(given, "compact.url", "--compact", compact);
        add(given, "order-by", "--order-by", orderBy);
        add(given, "null-keys", "--null-keys", nullKeys);
        add(given, "schema", "--schema", schema);
        add(given, "memory", "--memory", memory);
        add(given, "workers", "--workers", workers);
        add(given, "compat", "--compat", compat ? "true" : null);
        return given;
    }

    private static void add(List<GivenValue> given, String setting, String flag, String text) {
        if (text != null) {
            given.add(GivenValue.ofFlag(setting, flag, text));
        }
    }
}
