package dev.daypack.app;

import dev.daypack.cli.MergeRequest;
import dev.daypack.cli.UsageException;
import dev.daypack.compact.MemoryPlan;
import dev.daypack.compact.SentRequests;
import dev.daypack.compact.TableMerge;
import dev.daypack.input.Part;
import dev.daypack.input.Table;
import dev.daypack.output.StageTimes;
import dev.daypack.report.MergeReport;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.Progress;
import dev.daypack.report.StepSeconds;
import dev.daypack.report.Volume;
import dev.daypack.settings.Settings;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoreUrl;
import dev.daypack.store.Upload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code daypack merge}: the engine on plain files, with the same proof, outside any layout or state. */
final class PlainMerge {

    private final Settings settings;
    private final OpenStores stores;
    private final Engine engine;
    private final Progress progress;

    PlainMerge(Settings settings, OpenStores stores, Engine engine, Progress progress) {
        this.settings = settings;
        this.stores = stores;
        this.engine = engine;
        this.progress = progress;
    }

    MergeReport merge(MergeRequest request) {
        long start = System.nanoTime();
        StoreUrl.Located target = DaypackApplication.located(request.output());
        checkDistinct(request, target);
        try (ObjectStore output = stores.plain(target.store(), StoreAccess.WRITE)) {
            Optional<ObjectStat> before = output.head(target.key());
            if (before.isPresent() && !request.overwrite()) {
                throw new UsageException(request.output() + " exists already; --overwrite replaces it");
            }
            try (MergeInputs inputs = MergeInputs.open(request.inputs(), stores, engine)) {
                return merge(request, inputs, output, target.key(), before, start);
            }
        }
    }

    /** A file that is read twice would double its rows; one that is read and written would lose them. */
    private static void checkDistinct(MergeRequest request, StoreUrl.Located target) {
        Set<StoreUrl.Located> seen = new HashSet<>();
        for (String input : request.inputs()) {
            StoreUrl.Located file = DaypackApplication.located(input);
            if (file.equals(target)) {
                throw new UsageException("--output names one of the inputs, " + input + "; write to another file");
            }
            if (!seen.add(file)) {
                throw new UsageException(input + " is given twice");
            }
        }
    }

    private MergeReport merge(
            MergeRequest request,
            MergeInputs inputs,
            ObjectStore output,
            String key,
            Optional<ObjectStat> before,
            long start) {
        List<Part> parts = inputs.parts();
        long bytesIn = parts.stream().mapToLong(Part::sizeBytes).sum();
        progress.planned(1, OptionalLong.of(bytesIn));
        progress.partitionStarted(request.output(), parts.size(), bytesIn);
        TableMerge merge = new TableMerge(
                engine.bench(),
                Composition.order(settings.input()),
                settings.input().seqColumn(),
                Composition.schema(settings));
        StageTimes times = new StageTimes();
        Table table = merge.open(parts);
        inputs.expect(table);
        long aheadBytes = inputs.aheadBytes(engine.ledger().limitBytes());
        MemoryPlan plan = merge.plan(table, 0, aheadBytes, Composition.uploadBytes(output))
                .orRefuse();
        double opened = (System.nanoTime() - start) / 1e9;
        try (MemoryPlan.Begun begun = plan.beginAlone(engine.ledger());
                Upload upload = output.upload(key, engine.bench().pool(), bytesIn)) {
            TableMerge.Result result = merge.merge(
                    table, upload::write, times, rows -> tell(request, rows, table, bytesIn), proven -> Map.of());
            commit(upload, before, request.output());
            progress.advanced(request.output(), bytesIn - told);
            return new MergeReport(
                    request.output(),
                    settings.input().orderBy(),
                    new Volume(result.proven().proof().rows(), parts.size(), bytesIn, result.bytes()),
                    new StepSeconds(
                            opened,
                            times.readSeconds(),
                            times.mergeSeconds(),
                            times.writeSeconds(),
                            (System.nanoTime() - start) / 1e9),
                    new PeakMemory(plan.peakBytes(), begun.account().peakBytes()),
                    result.proven().allInversions(),
                    table.carried().leftOut(),
                    result.proven().drift().summary(),
                    SentRequests.of(inputs.stores()).plus(SentRequests.of(List.of(output))));
        }
    }

    private long told;

    private void tell(MergeRequest request, long rows, Table table, long bytesIn) {
        long bytes = (long) ((double) bytesIn / table.rows() * rows);
        progress.advanced(request.output(), bytes - told);
        told = bytes;
    }

    private static void commit(Upload upload, Optional<ObjectStat> before, String name) {
        Condition condition = before.<Condition>map(stat -> new Condition.Matches(stat.etag()))
                .orElseGet(Condition.Absent::new);
        PutOutcome outcome = upload.commit(condition);
        if (outcome instanceof PutOutcome.Conflict) {
            throw new StoreException(
                    StoreException.Kind.CHANGED,
                    name,
                    name + ": somebody else wrote it meanwhile; theirs was left as it is",
                    null);
        }
        if (outcome instanceof PutOutcome.Unknown unknown) {
            throw new StoreException(
                    StoreException.Kind.UNREACHABLE,
                    name,
                    name + ": no answer came to the last write (" + unknown.reason() + "); look whether it is there",
                    null);
        }
    }
}
