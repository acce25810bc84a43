package dev.daypack.app;

import com.sun.management.OperatingSystemMXBean;
import dev.daypack.cancel.Cancellation;
import dev.daypack.compact.Futures;
import dev.daypack.discover.DateRange;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Filters;
import dev.daypack.doctor.Diagnosis;
import dev.daypack.doctor.Finding;
import dev.daypack.doctor.Host;
import dev.daypack.doctor.HostCheck;
import dev.daypack.doctor.LakeCheck;
import dev.daypack.doctor.Section;
import dev.daypack.doctor.StoreCheck;
import dev.daypack.settings.Settings;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreExamination;
import dev.daypack.store.StoreException;
import dev.daypack.text.Printable;
import dev.daypack.text.Version;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** {@code daypack doctor}: gathers what there is to see, and has it judged. */
final class Consultation {

    private static final List<String> ARCHIVE_FLAGS = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

    private final Settings settings;
    private final OpenStores stores;
    private final Clock clock;

    Consultation(Settings settings, OpenStores stores, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.clock = clock;
    }

    /** @param given what the settings section says */
    Diagnosis diagnosis(List<Finding> given, Cancellation cancellation) {
        CompletableFuture<StoreExamination> looking = CompletableFuture.supplyAsync(stores::examineCompact);
        StoreExamination raw = stores.examineRaw();
        StoreExamination compact = Futures.await(looking);
        boolean spools = compact.isRemote()
                && compact.probe()
                        .filter(probe -> probe.capabilities().conditionalPut()
                                && !probe.capabilities().conditionalComplete())
                        .isPresent();
        List<Finding> ofRaw = new ArrayList<>(StoreCheck.raw(raw));
        if (!StoreCheck.isLost(raw)) {
            ofRaw.add(layout(cancellation));
        }
        List<Finding> ofCompact = new ArrayList<>(StoreCheck.compact(compact, settings.singleWriter()));
        if (!StoreCheck.isLost(compact)) {
            ofCompact.add(state());
        }
        return new Diagnosis(
                List.of(
                        new Section("settings", given),
                        new Section("this host", HostCheck.of(host(), spools)),
                        new Section("raw store  " + Printable.of(raw.url()), ofRaw),
                        new Section("compact store  " + Printable.of(compact.url()), ofCompact)),
                StoreCheck.isLost(raw) || StoreCheck.isLost(compact));
    }

    private Finding layout(Cancellation cancellation) {
        LocalDate yesterday =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        try (ObjectStore raw = stores.raw();
                Engine engine = new Engine(settings, cancellation)) {
            Discovery discovery = new Composition(settings, clock).discovery(raw, engine);
            return LakeCheck.layout(
                    settings.input().layout(),
                    discovery.walk(Filters.none(), DateRange.between(yesterday, yesterday)),
                    () -> discovery.walk(Filters.none(), DateRange.all()),
                    yesterday);
        } catch (StoreException e) {
            return Finding.fail("layout", Printable.of(e.getMessage()), "see above");
        }
    }

    private Finding state() {
        try (ObjectStore compact = stores.compact(StoreAccess.READ_OR_EMPTY)) {
            return LakeCheck.state(
                    new Composition(settings, clock).state(compact).read());
        } catch (StoreException | StateUnreadableException e) {
            return LakeCheck.brokenState(e);
        }
    }

    private Host host() {
        return new Host(
                Version.current(),
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                archive(),
                Runtime.getRuntime().maxMemory(),
                machineBytes(),
                Runtime.getRuntime().availableProcessors(),
                settings.resources().memoryBytes(),
                settings.resources().workers(),
                settings.resources().scratch(),
                Stream.of(settings.raw(), settings.compact())
                        .anyMatch(store ->
                                store.url().filter(url -> url.startsWith("s3:")).isPresent()));
    }

    private static Optional<Path> archive() {
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            for (String flag : ARCHIVE_FLAGS) {
                if (argument.startsWith(flag)) {
                    return Optional.of(Path.of(argument.substring(flag.length())));
                }
            }
        }
        return Optional.empty();
    }

    private static OptionalLong machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? OptionalLong.of(system.getTotalMemorySize())
                : OptionalLong.empty();
    }
}
