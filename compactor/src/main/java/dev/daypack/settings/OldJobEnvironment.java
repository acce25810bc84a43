package dev.daypack.settings;

import dev.daypack.settings.SettingKeys.StoreKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The variables of the Python job that Daypack replaces, read as settings of a store that nothing else names. The
 * compact store takes the raw store's endpoint, and its credentials unless it has its own.
 */
final class OldJobEnvironment {

    private static final List<String> RAW = List.of("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET");
    private static final List<String> COMPACT =
            List.of("S3_COMPACT_ACCESS_KEY", "S3_COMPACT_SECRET_KEY", "S3_COMPACT_BUCKET");

    private final Map<String, String> environment;
    private final List<GivenValue> values = new ArrayList<>();

    OldJobEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Settings of the raw store; none if the old job's variables are not set. */
    List<GivenValue> raw() {
        values.clear();
        if (isAnySet(RAW)) {
            store(SettingKeys.RAW, "S3_BUCKET", "quantlab-raw", "S3_ACCESS_KEY", "S3_SECRET_KEY");
        }
        return List.copyOf(values);
    }

    /** Settings of the compact store; none if the old job's variables are not set. */
    List<GivenValue> compact() {
        values.clear();
        if (isAnySet(RAW) || isAnySet(COMPACT)) {
            boolean own = isSet("S3_COMPACT_ACCESS_KEY") || isSet("S3_COMPACT_SECRET_KEY");
            String prefix = own ? "S3_COMPACT_" : "S3_";
            store(
                    SettingKeys.COMPACT,
                    "S3_COMPACT_BUCKET",
                    "quantlab-compact",
                    prefix + "ACCESS_KEY",
                    prefix + "SECRET_KEY");
        }
        return List.copyOf(values);
    }

    private void store(StoreKeys keys, String bucket, String defaultBucket, String accessKey, String secretKey) {
        String name = isSet(bucket) ? environment.get(bucket).strip() : defaultBucket;
        add(keys.url, "s3://" + name, isSet(bucket) ? bucket : "default of the old job");
        if (isSet("S3_ENDPOINT")) {
            add(keys.endpoint, environment.get("S3_ENDPOINT"), "S3_ENDPOINT");
            // The old job's client addressed buckets by path on every server but AWS.
            add(keys.pathStyle, "true", "S3_ENDPOINT");
        }
        if (isSet(accessKey)) {
            add(keys.accessKey, environment.get(accessKey), accessKey);
        }
        if (isSet(secretKey)) {
            add(keys.secretKey, environment.get(secretKey), secretKey);
        }
    }

    private void add(SettingKey<?> key, String text, String where) {
        values.add(new GivenValue(key.name(), text, new Origin(Origin.Layer.OLD_JOB_ENVIRONMENT, where)));
    }

    private boolean isAnySet(List<String> names) {
        return names.stream().anyMatch(this::isSet);
    }

    private boolean isSet(String name) {
        return Stream.ofNullable(environment.get(name)).anyMatch(text -> !text.isBlank());
    }
}
