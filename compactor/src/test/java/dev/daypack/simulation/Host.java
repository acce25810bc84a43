package dev.daypack.simulation;

import dev.daypack.plan.PlanOptions;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.RunReport;
import dev.daypack.state.StateUnreadableException;
import dev.daypack.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A machine that runs the program now and then, one process at a time. */
final class Host {

    private static final Set<String> DEFECTS = Set.of("defect", "conservation");

    private static final Duration FAR_OFF = Duration.ofHours(12);

    private final Universe universe;
    private final String name;
    private final Duration skew;
    private final SplittableRandom random;
    private int runs;
    private Process running;
    private Process last;

    Host(Universe universe, String name, Duration skew, SplittableRandom random) {
        this.universe = universe;
        this.name = name;
        this.skew = skew;
        this.random = random;
        if (skew.abs().compareTo(FAR_OFF) > 0) {
            universe.world().trace().count("clocks off by more than half a day");
        }
    }

    SplittableRandom random() {
        return random;
    }

    /** Calls of the last run to stores. */
    long lastCalls() {
        return last.calls();
    }

    boolean isBusy() {
        return running != null;
    }

    /** Begins a run, unless one is under way. */
    void start(PlanOptions options, Faults faults, Runnable whenEnded) {
        if (isBusy()) {
            whenEnded.run();
            return;
        }
        World world = universe.world();
        Process process = new Process(world, name + "." + ++runs, random.split(), faults, universe.beginning(), skew);
        running = process;
        last = process;
        world.trace().count("processes");
        process.note("STARTS " + options.mode() + (options.overwrite() ? " --overwrite" : ""));
        process.startFirst(() -> {
            try {
                run(process, options);
            } finally {
                process.end();
                running = null;
                if (!world.isOver()) {
                    whenEnded.run();
                }
            }
        });
    }

    private void run(Process process, PlanOptions options) {
        SimulatedStore raw = new SimulatedStore(
                "raw:/", universe.raw(), process, false, universe.lake().pageEnds(), universe.coverage());
        SimulatedStore compact = new SimulatedStore(
                "compact:/", universe.compact(), process, universe.isSpooling(), Map.of(), universe.coverage());
        try {
            RunReport report = new Program(process, raw, compact, universe.tampering(), universe.setup()).run(options);
            process.checkAlive();
            process.note("ENDS " + report.accounting());
            report.partitions().forEach(one -> check(process, one));
        } catch (StoreException e) {
            process.note("ENDS with " + e.kind() + " " + e.getMessage());
        } catch (StateUnreadableException e) {
            universe.world().violated("readable", "the state: " + e.getMessage());
        }
    }

    private void check(Process process, PartitionReport report) {
        universe.world().trace().count("outcome " + report.outcome());
        process.note(report.day() + " " + report.outcome() + " " + report.reason());
        Optional<String> type = report.failure().map(failure -> failure.type());
        type.ifPresent(it -> universe.world().trace().count("trouble " + it));
        if (type.filter(DEFECTS::contains).isPresent()) {
            universe.world().violated("no defects", report.failure().get().error());
        }
        if (type.filter("memory_exceeded"::equals).isPresent()
                && !universe.setup().hasLargeParts()) {
            universe.world().violated("no defects", report.failure().get().error());
        }
        boolean isThere = universe.oracle().published(report.day()).stream()
                .anyMatch(it -> it.rows() == report.volume().rows());
        if (report.outcome() == Outcome.SUCCESS) {
            universe.coverage().succeeded(process, report.day());
            universe.state().reported(report.day(), process);
        }
        if (report.outcome() == Outcome.SUCCESS && !isThere) {
            universe.world().violated("accounting", "reported as published, but never was: " + report);
        }
    }
}
