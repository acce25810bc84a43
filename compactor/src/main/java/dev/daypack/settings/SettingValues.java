package dev.daypack.settings;

import dev.daypack.settings.SettingKeys.StoreKeys;
import dev.daypack.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns the text of each setting into its value, and those into {@link Settings}. Gathers problems, then throws once.
 */
final class SettingValues {

    private final Map<String, GivenValue> given;
    private final List<String> problems = new ArrayList<>();

    SettingValues(Map<String, GivenValue> given) {
        this.given = Map.copyOf(given);
    }

    /** @throws SettingsException with every value that is not allowed */
    Settings settings() {
        SettingKeys.all().forEach(this::check);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(
                store(SettingKeys.RAW),
                store(SettingKeys.COMPACT),
                get(SettingKeys.SINGLE_WRITER),
                input(),
                resources(),
                output(),
                quality(),
                get(SettingKeys.LEASE_TTL),
                get(SettingKeys.STATE_ROLLOVER_ENTRIES),
                get(SettingKeys.REAP_GRACE_DAYS),
                get(SettingKeys.SCHEDULE_CRON),
                limits());
    }

    /** Every setting with its text and origin, secrets masked. */
    List<EffectiveSetting> effective() {
        List<EffectiveSetting> lines = new ArrayList<>();
        for (SettingKey<?> key : SettingKeys.all()) {
            Optional<GivenValue> value = Optional.ofNullable(given.get(key.name()));
            String text = value.map(given -> key.isSecret() ? Secret.MASK : Printable.of(given.text(), 300))
                    .orElse("");
            lines.add(new EffectiveSetting(
                    key.name(), text, value.map(GivenValue::origin).orElse(Origin.DEFAULT), key.meaning()));
        }
        return lines;
    }

    private void check(SettingKey<?> key) {
        try {
            find(key);
        } catch (SettingsException bad) {
            problems.addAll(bad.problems());
        }
    }

    private <T> Optional<T> find(SettingKey<T> key) {
        return Optional.ofNullable(given.get(key.name())).map(key::parse);
    }

    /** The value of a setting that has a default. */
    private <T> T get(SettingKey<T> key) {
        return find(key).orElseThrow();
    }

    private StoreSettings store(StoreKeys keys) {
        return named(
                keys.store,
                () -> new StoreSettings(
                        find(keys.url),
                        find(keys.endpoint),
                        find(keys.region),
                        find(keys.profile),
                        get(keys.pathStyle),
                        find(keys.accessKey),
                        find(keys.secretKey),
                        get(keys.checksums)));
    }

    private static <T> T named(String group, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (SettingsException bad) {
            throw new SettingsException(bad.problems().stream()
                    .map(problem -> group + ": " + problem)
                    .toList());
        }
    }

    private InputSettings input() {
        return new InputSettings(
                get(SettingKeys.LAYOUT),
                get(SettingKeys.ORDER_BY),
                get(SettingKeys.NULL_KEYS),
                get(SettingKeys.SEQ_COLUMN),
                get(SettingKeys.VERSIONS),
                get(SettingKeys.SCHEMA));
    }

    private ResourceSettings resources() {
        int workers = get(SettingKeys.WORKERS);
        return new ResourceSettings(
                get(SettingKeys.MEMORY),
                get(SettingKeys.SCRATCH),
                workers == 0 ? Runtime.getRuntime().availableProcessors() : workers);
    }

    private OutputSettings output() {
        return new OutputSettings(
                get(SettingKeys.ZSTD_LEVEL),
                get(SettingKeys.ROW_GROUP_ROWS),
                get(SettingKeys.ROW_GROUP_BYTES),
                get(SettingKeys.PAGE_ROWS),
                get(SettingKeys.PAGE_BYTES),
                get(SettingKeys.COMPAT));
    }

    private QualitySettings quality() {
        QualitySettings.Window window = new QualitySettings.Window(
                get(SettingKeys.QUALITY_WINDOW_BAD_DROPPED_EVENTS),
                get(SettingKeys.QUALITY_WINDOW_BAD_QUEUE_PCT),
                get(SettingKeys.QUALITY_WINDOW_BAD_REFERENCE_OFFLINE),
                get(SettingKeys.QUALITY_WINDOW_DEGRADED_OFFLINE),
                get(SettingKeys.QUALITY_WINDOW_DEGRADED_DRAIN),
                get(SettingKeys.QUALITY_WINDOW_DEGRADED_RECONNECTS),
                get(SettingKeys.QUALITY_WINDOW_FORGIVEN_QUEUE_PCT),
                get(SettingKeys.QUALITY_WINDOW_FORGIVEN_REFERENCE_EPS));
        QualitySettings.Day day = new QualitySettings.Day(
                get(SettingKeys.QUALITY_DAY_BAD_WINDOWS),
                get(SettingKeys.QUALITY_DAY_BAD_DROPPED_EVENTS),
                get(SettingKeys.QUALITY_DAY_BAD_REFERENCE_OFFLINE),
                get(SettingKeys.QUALITY_DAY_DEGRADED_BAD_WINDOWS),
                get(SettingKeys.QUALITY_DAY_DEGRADED_WINDOWS),
                get(SettingKeys.QUALITY_DAY_DEGRADED_REFERENCE_OFFLINE),
                get(SettingKeys.QUALITY_DAY_PARTIAL_BELOW_WINDOWS));
        return new QualitySettings(
                get(SettingKeys.QUALITY_PREFIX), get(SettingKeys.QUALITY_REFERENCE_EXCHANGE), window, day);
    }

    private LimitSettings limits() {
        return new LimitSettings(
                get(SettingKeys.LIMITS_FOOTER_BYTES),
                get(SettingKeys.LIMITS_COLUMNS),
                get(SettingKeys.LIMITS_DEPTH),
                get(SettingKeys.LIMITS_ROW_GROUPS),
                get(SettingKeys.LIMITS_PAGE_BYTES),
                get(SettingKeys.LIMITS_DICTIONARY_BYTES),
                get(SettingKeys.LIMITS_VALUE_BYTES),
                get(SettingKeys.LIMITS_EXPANSION_RATIO));
    }
}
