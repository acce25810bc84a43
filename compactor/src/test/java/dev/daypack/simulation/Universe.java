package dev.daypack.simulation;

import java.time.Instant;
import java.util.concurrent.ExecutorService;

/** One world with its stores, its lake, and the oracle that watches. */
final class Universe {

    private final World world;
    private final Instant beginning;
    private final Bucket raw;
    private final Bucket compact;
    private final Lake lake;
    private final StateRules state;
    private final Oracle oracle;
    private final Coverage coverage;
    private final boolean isSpooling;
    private final Tampering tampering;
    private final Setup setup;

    /**
     * @param isSpooling whether the compact store takes no condition when an upload is completed, as Ceph
     * @param hasContentTags whether equal bytes have equal ETags
     */
    Universe(
            ExecutorService threads,
            PartPool pool,
            Instant beginning,
            boolean isSpooling,
            boolean hasContentTags,
            Tampering tampering,
            Setup setup,
            boolean isTraced) {
        this.setup = setup;
        this.beginning = beginning;
        this.isSpooling = isSpooling;
        this.tampering = tampering;
        this.world = new World(threads, new Trace(beginning, isTraced));
        this.raw = new Bucket(world, beginning, hasContentTags);
        this.compact = new Bucket(world, beginning, hasContentTags);
        this.lake = new Lake(world, raw, pool, setup.hasLargeParts());
        this.coverage = new Coverage(world, lake);
        LeaseRules leases = new LeaseRules(world);
        this.state = new StateRules(world, compact, lake, leases, beginning);
        this.oracle = new Oracle(world, lake, leases, state);
        raw.watch(new RawGuard(world));
        compact.watch(oracle);
    }

    World world() {
        return world;
    }

    Instant beginning() {
        return beginning;
    }

    Bucket raw() {
        return raw;
    }

    Bucket compact() {
        return compact;
    }

    Lake lake() {
        return lake;
    }

    Oracle oracle() {
        return oracle;
    }

    Coverage coverage() {
        return coverage;
    }

    StateRules state() {
        return state;
    }

    boolean isSpooling() {
        return isSpooling;
    }

    Setup setup() {
        return setup;
    }

    Tampering tampering() {
        return tampering;
    }
}
