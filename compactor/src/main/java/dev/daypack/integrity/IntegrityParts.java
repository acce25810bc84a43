package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import dev.daypack.compact.Attempts;
import dev.daypack.discover.Layout;
import dev.daypack.discover.Versions;
import dev.daypack.input.SchemaMode;
import dev.daypack.output.Workbench;
import dev.daypack.report.Progress;
import dev.daypack.store.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What checking published days is made of.
 *
 * @param raw to pack days again, and to reap; empty if neither is asked for
 * @param compact where days and state are
 * @param attempts names what the present program and settings would make
 * @param schema what becomes of parts whose columns differ
 * @param days threads that work on a partition-day each; they wait more than they compute
 * @param daysAtOnce how many partition-days are under way at once, if memory bears it
 * @param io for requests to stores, which wait rather than compute
 * @param version of Daypack, for the documents
 * @param clock tells the day it is (UTC), and times in documents
 * @param nanoTime a monotonic clock
 */
public record IntegrityParts(
        Optional<ObjectStore> raw,
        ObjectStore compact,
        Layout layout,
        Versions versions,
        Attempts attempts,
        SchemaMode schema,
        Workbench bench,
        Executor days,
        int daysAtOnce,
        Executor io,
        String version,
        Clock clock,
        LongSupplier nanoTime,
        Cancellation cancellation) {

    /** @param isRebuilding whether days are packed again as well; needs the raw store */
    DayCheck check(boolean isRebuilding, Progress progress) {
        Optional<Rebuild> rebuild = isRebuilding
                ? Optional.of(new Rebuild(
                        rawInputs(),
                        attempts,
                        schema,
                        raw.filter(IntegrityParts::isRemote).map(store -> io)))
                : Optional.empty();
        return new DayCheck(
                new DayExamination(
                        compact,
                        layout,
                        isRemote(compact),
                        new FileExamination(attempts.order(), attempts.seqColumn())),
                rebuild,
                progress,
                nanoTime);
    }

    RawInputs rawInputs() {
        return new RawInputs(raw.orElseThrow(), layout, versions);
    }

    private static boolean isRemote(ObjectStore store) {
        return store.url().startsWith("s3:");
    }

    /** All that are open. */
    List<ObjectStore> stores() {
        List<ObjectStore> stores = new ArrayList<>();
        raw.ifPresent(stores::add);
        stores.add(compact);
        return stores;
    }
}
