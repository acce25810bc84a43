package dev.daypack.simulation;

import dev.daypack.cancel.Cancellation;
import dev.daypack.compact.CompactionRun;
import dev.daypack.compact.RunParts;
import dev.daypack.discover.Discovery;
import dev.daypack.discover.Versions;
import dev.daypack.input.InputLimits;
import dev.daypack.input.NullKeys;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import dev.daypack.memory.Scratch;
import dev.daypack.output.Workbench;
import dev.daypack.plan.PlanOptions;
import dev.daypack.quality.QualityAssessor;
import dev.daypack.quality.QualityReader;
import dev.daypack.quality.QualityRules;
import dev.daypack.report.RunReport;
import dev.daypack.report.SilentProgress;
import dev.daypack.state.LeaseHolder;
import dev.daypack.state.LeaseKeeper;
import dev.daypack.state.StateLimits;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;

/** The program as {@code app.Composition} puts it together, with one worker, days side by side, and virtual time. */
final class Program {

    static final Duration LEASE_TTL = Duration.ofSeconds(60);

    private static final Executor CALLER = Runnable::run;

    private final Process process;
    private final ObjectStore raw;
    private final ObjectStore compact;
    private final Tampering tampering;
    private final Setup setup;

    Program(Process process, ObjectStore raw, ObjectStore compact, Tampering tampering, Setup setup) {
        this.setup = setup;
        this.process = process;
        this.raw = tampering.raw(raw, process);
        this.compact = tampering.compact(compact, process);
        this.tampering = tampering;
    }

    RunReport run(PlanOptions options) {
        Cancellation cancellation = new Cancellation();
        BufferPool pool = new BufferPool(new MemoryLedger(setup.memoryBytes()));
        try (Workbench bench = new Workbench(
                CALLER,
                pool,
                new Scratch(tampering.disk(new SimulatedDisk(process), process)),
                InputLimits.DEFAULTS,
                setup.output(),
                cancellation::isCancelled)) {
            QualityAssessor assessor =
                    new QualityAssessor(new QualityReader(raw, "quality/", CALLER, 1), QualityRules.defaults());
            RunParts parts = new RunParts(
                    raw,
                    compact,
                    Lake.LAYOUT,
                    Versions.ALL,
                    SortOrder.of("ts_event", NullKeys.REJECT),
                    "seq",
                    SchemaMode.UNION,
                    bench,
                    tampering.days(new VirtualDays(process), process),
                    setup.daysAtOnce(),
                    0,
                    CALLER,
                    false,
                    assessor::assess,
                    "simulated",
                    process.clock(),
                    process::nanoTime,
                    process::pass,
                    new SilentProgress(),
                    cancellation);
            return CompactionRun.of(parts, state(), discovery(), leases()).run(options);
        }
    }

    private StateStore state() {
        StateLimits usual = StateLimits.defaults();
        StateLimits limits =
                new StateLimits(setup.rolloverEntries(), usual.attempts(), usual.backoffBase(), usual.backoffCap());
        return new StateStore(compact, process.clock(), process.random().split(), limits, process::passAlone);
    }

    private Discovery discovery() {
        return new Discovery(raw, Lake.LAYOUT, Set.of("quality/", "compacted/"), CALLER, 1);
    }

    private LeaseKeeper leases() {
        return new LeaseKeeper(
                compact,
                new LeaseHolder(process.name(), 1, process.clock().instant()),
                LEASE_TTL,
                tampering.leaseClock(process::nanoTime, process),
                process.random().split(),
                new VirtualHeartbeats(process));
    }
}
