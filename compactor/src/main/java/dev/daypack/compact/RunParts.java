package dev.daypack.compact;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Layout;
import dev.daypack.discover.Versions;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.output.Workbench;
import dev.daypack.prefetch.FetchMemory;
import dev.daypack.quality.DayQuality;
import dev.daypack.report.Progress;
import dev.daypack.store.ObjectStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What a run is made of.
 *
 * @param raw never written
 * @param compact where days and state go
 * @param order the sort columns
 * @param seqColumn the column that is added
 * @param schema what becomes of parts whose columns differ
 * @param days threads that work on a partition-day each; they wait more than they compute
 * @param daysAtOnce how many partition-days are under way at once, if memory bears it
 * @param uploadBytes part buffers that the compact store's upload holds, at most
 * @param io for requests to stores, which wait rather than compute
 * @param isRawRemote whether a request to the raw store costs more than reading a file
 * @param assess the quality of a day; asked once a day
 * @param version of Daypack, for the documents
 * @param clock tells the day it is (UTC), and times in documents
 * @param nanoTime a monotonic clock
 * @param sleeper returns when so many nanoseconds have passed, or at once if the run is asked to stop
 */
public record RunParts(
        ObjectStore raw,
        ObjectStore compact,
        Layout layout,
        Versions versions,
        SortOrder order,
        String seqColumn,
        SchemaMode schema,
        Workbench bench,
        DayThreads days,
        int daysAtOnce,
        long uploadBytes,
        Executor io,
        boolean isRawRemote,
        Function<LocalDate, DayQuality> assess,
        String version,
        Clock clock,
        LongSupplier nanoTime,
        LongConsumer sleeper,
        Progress progress,
        Cancellation cancellation) {

    /** What is fetched before it is read, by all partition-days together, at most. */
    long aheadBytes() {
        return isRawRemote ? FetchMemory.limitBytes(bench.pool().ledger().limitBytes()) : 0;
    }
}
