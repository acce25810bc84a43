package dev.daypack.settings;

import dev.daypack.settings.InputSettings.NullKeys;
import dev.daypack.settings.InputSettings.Schema;
import dev.daypack.settings.InputSettings.Versions;
import dev.daypack.settings.StoreSettings.Checksums;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every setting there is, in the order of the reference. A key that is not here is an error wherever it is given. */
final class SettingKeys {

    /** Filled while this class loads, in the order of the fields below; never afterwards. */
    private static final List<SettingKey<?>> REGISTER = new ArrayList<>();

    private static final long MIB = 1L << 20;
    private static final Duration DAY = Duration.ofDays(1);

    static final StoreKeys RAW = new StoreKeys("raw");
    static final StoreKeys COMPACT = new StoreKeys("compact");

    static final SettingKey<Boolean> SINGLE_WRITER = key(
            "single-writer",
            "The operator guarantees that nobody else writes to the compact store.",
            "false",
            ValueKinds.yesOrNo());

    static final SettingKey<String> LAYOUT = key(
            "layout",
            "Template of the partition path.",
            "exchange={exchange}/stream={stream}/symbol={symbol}/date={date:yyyyMMdd}",
            ValueKinds.text("a path with fields in braces and {date:yyyyMMdd} in it"));

    static final SettingKey<String> ORDER_BY = key(
            "order-by",
            "The sort columns, each with desc behind it if large values come first; none keeps rows as they stand.",
            "ts_event",
            ValueKinds.sortTerms());

    static final SettingKey<NullKeys> NULL_KEYS = key(
            "null-keys",
            "Where rows go that have a null in a sort column, or that they are refused.",
            "reject",
            ValueKinds.choice(NullKeys.class));

    static final SettingKey<String> SEQ_COLUMN = key(
            "seq-column", "Name of the sequence column that is added.", "seq", ValueKinds.text("the name of a column"));

    static final SettingKey<Versions> VERSIONS =
            key("versions", "Which of several deliveries of a day count.", "all", ValueKinds.choice(Versions.class));

    static final SettingKey<Schema> SCHEMA =
            key("schema", "What to do with parts whose columns differ.", "union", ValueKinds.choice(Schema.class));

    static final SettingKey<Long> MEMORY =
            key("memory", "All buffers together, on and off the heap.", "256MiB", ValueKinds.size(8 * MIB, 1L << 40));

    static final SettingKey<Path> SCRATCH = key(
            "scratch",
            "Directory for spill runs and spooled outputs.",
            System.getProperty("java.io.tmpdir"),
            ValueKinds.path());

    static final SettingKey<Integer> WORKERS =
            key("workers", "Threads; 0 takes all cores.", "0", ValueKinds.smallCount(0, 1_024));

    static final SettingKey<Integer> ZSTD_LEVEL =
            key("zstd-level", "Compression level of data.parquet.", "3", ValueKinds.smallCount(1, 22));

    static final SettingKey<Integer> ROW_GROUP_ROWS =
            key("row-group-rows", "A row group ends after so many rows.", "1048576", ValueKinds.smallCount(1, 1 << 30));

    static final SettingKey<Long> ROW_GROUP_BYTES = key(
            "row-group-bytes", "... or after so many bytes of plain values.", "128MiB", ValueKinds.size(1, 16L << 30));

    static final SettingKey<Integer> PAGE_ROWS =
            key("page-rows", "A page ends after so many rows.", "65536", ValueKinds.smallCount(1, 1 << 30));

    static final SettingKey<Integer> PAGE_BYTES =
            key("page-bytes", "... or after so many bytes of plain values.", "1MiB", intSize(1, 1L << 30));

    static final SettingKey<Boolean> COMPAT = key(
            "compat",
            "Keep to encodings that every reader knows: PLAIN and dictionary.",
            "false",
            ValueKinds.yesOrNo());

    static final SettingKey<String> QUALITY_PREFIX = key(
            "quality.prefix", "Where the windows are in the raw store.", "quality", ValueKinds.text("a key prefix"));

    static final SettingKey<String> QUALITY_REFERENCE_EXCHANGE = key(
            "quality.reference-exchange",
            "The exchange that is never expected to be silent.",
            "binance",
            ValueKinds.text("the name of an exchange"));

    static final SettingKey<Long> QUALITY_WINDOW_BAD_DROPPED_EVENTS = key(
            "quality.window.bad-dropped-events",
            "BAD if more events were dropped.",
            "0",
            ValueKinds.count(0, Long.MAX_VALUE));

    static final SettingKey<Double> QUALITY_WINDOW_BAD_QUEUE_PCT = key(
            "quality.window.bad-queue-pct",
            "BAD if the queue peaked at this or more.",
            "90",
            ValueKinds.fraction(0, 100));

    static final SettingKey<Duration> QUALITY_WINDOW_BAD_REFERENCE_OFFLINE = key(
            "quality.window.bad-reference-offline",
            "BAD if the reference exchange was offline longer.",
            "600s",
            ValueKinds.duration(Duration.ZERO, DAY));

    static final SettingKey<Duration> QUALITY_WINDOW_DEGRADED_OFFLINE = key(
            "quality.window.degraded-offline",
            "DEGRADED if any exchange was offline longer.",
            "180s",
            ValueKinds.duration(Duration.ZERO, DAY));

    static final SettingKey<Duration> QUALITY_WINDOW_DEGRADED_DRAIN = key(
            "quality.window.degraded-drain",
            "DEGRADED if the drain mode lasted longer.",
            "180s",
            ValueKinds.duration(Duration.ZERO, DAY));

    static final SettingKey<Integer> QUALITY_WINDOW_DEGRADED_RECONNECTS = key(
            "quality.window.degraded-reconnects",
            "DEGRADED from so many reconnects on.",
            "5",
            ValueKinds.smallCount(0, 1_000_000));

    static final SettingKey<Double> QUALITY_WINDOW_FORGIVEN_QUEUE_PCT = key(
            "quality.window.forgiven-queue-pct",
            "DEGRADED is forgiven only with a lower queue peak.",
            "50",
            ValueKinds.fraction(0, 100));

    static final SettingKey<Double> QUALITY_WINDOW_FORGIVEN_REFERENCE_EPS = key(
            "quality.window.forgiven-reference-eps",
            "DEGRADED is forgiven only with more reference events a second.",
            "100",
            ValueKinds.fraction(0, 1e9));

    static final SettingKey<Integer> QUALITY_DAY_BAD_WINDOWS = key(
            "quality.day.bad-windows", "BAD from so many BAD windows on.", "3", ValueKinds.smallCount(0, 1_000_000));

    static final SettingKey<Long> QUALITY_DAY_BAD_DROPPED_EVENTS = key(
            "quality.day.bad-dropped-events",
            "BAD if more events were dropped.",
            "100000",
            ValueKinds.count(0, Long.MAX_VALUE));

    static final SettingKey<Duration> QUALITY_DAY_BAD_REFERENCE_OFFLINE = key(
            "quality.day.bad-reference-offline",
            "BAD if the reference exchange was offline longer.",
            "3600s",
            ValueKinds.duration(Duration.ZERO, DAY));

    static final SettingKey<Integer> QUALITY_DAY_DEGRADED_BAD_WINDOWS = key(
            "quality.day.degraded-bad-windows",
            "DEGRADED from so many BAD windows on.",
            "1",
            ValueKinds.smallCount(0, 1_000_000));

    static final SettingKey<Integer> QUALITY_DAY_DEGRADED_WINDOWS = key(
            "quality.day.degraded-windows",
            "DEGRADED from so many DEGRADED windows on.",
            "10",
            ValueKinds.smallCount(0, 1_000_000));

    static final SettingKey<Duration> QUALITY_DAY_DEGRADED_REFERENCE_OFFLINE = key(
            "quality.day.degraded-reference-offline",
            "DEGRADED if the reference exchange was offline longer.",
            "900s",
            ValueKinds.duration(Duration.ZERO, DAY));

    static final SettingKey<Integer> QUALITY_DAY_PARTIAL_BELOW_WINDOWS = key(
            "quality.day.partial-below-windows",
            "PARTIAL if some are partial and fewer others are there.",
            "80",
            ValueKinds.smallCount(0, 1_000_000));

    /** No run waits longer for a lease to run out: what a dead host holds for more would stay locked for ever. */
    static final SettingKey<Duration> LEASE_TTL = key(
            "lease.ttl",
            "A lease that was not renewed for so long may be taken over; ten minutes at most.",
            "60s",
            ValueKinds.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)));

    static final SettingKey<Integer> STATE_ROLLOVER_ENTRIES = key(
            "state.rollover-entries",
            "Past so many entries finished months leave the head of the state.",
            "20000",
            ValueKinds.smallCount(1, 100_000_000));

    static final SettingKey<Integer> REAP_GRACE_DAYS = key(
            "reap.grace-days",
            "Days that pass before reap takes a day's raw parts, since the day and since it was packed.",
            "30",
            ValueKinds.smallCount(0, 3_660));

    static final SettingKey<String> SCHEDULE_CRON = key(
            "schedule.cron",
            "When serve runs, in Quartz form, UTC.",
            "0 30 2 * * ?",
            ValueKinds.text("a Quartz cron expression such as 0 30 2 * * ?"));

    static final SettingKey<Integer> LIMITS_FOOTER_BYTES =
            key("limits.footer-bytes", "Largest footer of a part.", "16MiB", intSize(1, Integer.MAX_VALUE));

    static final SettingKey<Integer> LIMITS_COLUMNS =
            key("limits.columns", "Most leaf columns of a part.", "4096", ValueKinds.smallCount(1, 100_000));

    static final SettingKey<Integer> LIMITS_DEPTH =
            key("limits.depth", "Deepest nesting of a schema.", "32", ValueKinds.smallCount(1, 100));

    static final SettingKey<Integer> LIMITS_ROW_GROUPS =
            key("limits.row-groups", "Most row groups of a part.", "32767", ValueKinds.smallCount(1, 1_000_000));

    static final SettingKey<Integer> LIMITS_PAGE_BYTES =
            key("limits.page-bytes", "Largest page of a part, uncompressed.", "256MiB", intSize(1, Integer.MAX_VALUE));

    static final SettingKey<Integer> LIMITS_DICTIONARY_BYTES = key(
            "limits.dictionary-bytes",
            "Largest dictionary page of a part, uncompressed.",
            "64MiB",
            intSize(1, Integer.MAX_VALUE));

    static final SettingKey<Integer> LIMITS_VALUE_BYTES =
            key("limits.value-bytes", "Largest string or binary value.", "16MiB", intSize(1, Integer.MAX_VALUE));

    static final SettingKey<Integer> LIMITS_EXPANSION_RATIO = key(
            "limits.expansion-ratio",
            "Most that a page above 8 MiB may grow when uncompressed.",
            "1000",
            ValueKinds.smallCount(1, 1_000_000));

    private SettingKeys() {}

    /** In the order of the reference. */
    static List<SettingKey<?>> all() {
        return List.copyOf(REGISTER);
    }

    private static <T> SettingKey<T> key(String name, String meaning, String defaultText, ValueKind<T> kind) {
        SettingKey<T> key = new SettingKey<>(name, meaning, Optional.ofNullable(defaultText), kind);
        REGISTER.add(key);
        return key;
    }

    private static ValueKind<Integer> intSize(long least, long most) {
        ValueKind<Long> wide = ValueKinds.size(least, most);
        return new ValueKind<>(wide.allowed(), text -> Math.toIntExact(wide.parse(text)));
    }

    /** The keys that both stores have. */
    static final class StoreKeys {

        final SettingKey<String> url;
        final SettingKey<URI> endpoint;
        final SettingKey<String> region;
        final SettingKey<String> profile;
        final SettingKey<Boolean> pathStyle;
        final SettingKey<Secret> accessKey;
        final SettingKey<Secret> secretKey;
        final SettingKey<Checksums> checksums;
        final String store;

        private StoreKeys(String store) {
            this.store = store;
            url = key(store + ".url", "s3://bucket/prefix or file:///directory.", null, ValueKinds.storeUrl());
            endpoint = key(store + ".endpoint", "Address of an S3 server that is not AWS.", null, ValueKinds.httpUrl());
            region = key(store + ".region", "Else the AWS chain decides.", null, ValueKinds.text("a region"));
            profile = key(store + ".profile", "Of the AWS configuration files.", null, ValueKinds.text("a profile"));
            pathStyle = key(
                    store + ".path-style",
                    "The bucket stands in the path, not in the host name.",
                    "false",
                    ValueKinds.yesOrNo());
            accessKey = key(store + ".access-key", "Else the AWS chain decides.", null, ValueKinds.secret());
            secretKey = key(store + ".secret-key", "Goes with access-key.", null, ValueKinds.secret());
            checksums = key(
                    store + ".checksums",
                    "Checksums of the client's own in requests.",
                    "when-supported",
                    ValueKinds.choice(Checksums.class));
        }
    }
}
