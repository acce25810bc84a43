package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.memory.ScratchException;
import dev.daypack.report.Failure;
import dev.daypack.report.Progress;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateStore;
import dev.daypack.state.Status;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.StoreException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one partition-day. What deviates is looked at again, all of it afresh, before the verdict: a run may have
 * packed the day meanwhile, and a broken transfer is not a broken file. Thread-safe.
 */
final class DayCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DayCheck.class);

    /** A day that changes under every look is being packed; the next run finds it quiet. */
    private static final int MAX_LOOKS = 3;

    /** Deviations count when two fresh looks agree that there are some. */
    private static final int MAX_DEVIATING_LOOKS = 2;

    private final DayExamination examination;
    private final Optional<Rebuild> rebuild;
    private final Progress progress;
    private final LongSupplier nanoTime;

    /** @param rebuild packs days again, if that is asked for */
    DayCheck(DayExamination examination, Optional<Rebuild> rebuild, Progress progress, LongSupplier nanoTime) {
        this.examination = examination;
        this.rebuild = rebuild;
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /** What the state says of a partition-day. */
    interface Entries {

        /** @param isFresh whether it is read anew from the store */
        Optional<PartitionEntry> of(PartitionDay day, boolean isFresh);
    }

    /** What was seen of a day, and what it comes to. */
    record Look(DayEvidence evidence, List<Deviation> deviations, List<String> remarks) {}

    /** Never throws for what can happen to one partition-day. */
    DayVerdict check(PartitionDay day, Entries entries, CheckMemory memory) {
        long start = nanoTime.getAsLong();
        try {
            Look look = lookUntilSure(day, entries, memory);
            return verdict(look, seconds(start));
        } catch (StoreException e) {
            return failed(day, "store_" + e.kind().name().toLowerCase(Locale.ROOT), e.key(), e.getMessage(), start);
        } catch (MalformedJsonException e) {
            return failed(day, "unreadable_record", "", e.getMessage(), start);
        } catch (MemoryExceededException e) {
            return failed(day, "memory_exceeded", "", e.getMessage(), start);
        } catch (ScratchException e) {
            return failed(day, "scratch_space", "", e.getMessage(), start);
        } catch (CancellationException e) {
            return DayVerdict.stopped(day);
        } catch (OutOfMemoryError e) {
            String error = "the Java heap is full; raise memory, or the heap of the launcher";
            return failed(day, "memory_exceeded", "", error, start);
        } catch (RuntimeException e) {
            LOG.error("a defect of Daypack, met at {}", day, e);
            return failed(day, "defect", "", "a defect of Daypack: " + e, start);
        }
    }

    /**
     * Looks again at what deviates, or changes meanwhile.
     *
     * @throws StoreException if a store fails
     * @throws MalformedJsonException if the record of reaped parts cannot be read
     * @throws MemoryExceededException if the day does not fit
     * @throws ScratchException if there is no room on the disk
     */
    Look lookUntilSure(PartitionDay day, Entries entries, CheckMemory memory) {
        int deviating = 0;
        for (int number = 1; ; number++) {
            try {
                Look look = look(day, entries.of(day, number > 1), memory);
                if (look.deviations().isEmpty() || ++deviating == MAX_DEVIATING_LOOKS || number == MAX_LOOKS) {
                    return look;
                }
            } catch (StoreException e) {
                boolean isChange = e.kind() == StoreException.Kind.CHANGED || e.kind() == StoreException.Kind.MISSING;
                if (!isChange || number == MAX_LOOKS) {
                    throw e;
                }
            }
        }
    }

    private Look look(PartitionDay day, Optional<PartitionEntry> entry, CheckMemory memory) {
        String name = day.stateKey();
        long size = examination.head(day).map(ObjectStat::sizeBytes).orElse(0L);
        // It is read to be hashed, and read to be decoded.
        progress.partitionStarted(name, 1, 2 * size);
        DayEvidence evidence = examination.examine(day, entry, memory, bytes -> progress.advanced(name, bytes));
        List<Deviation> deviations = new ArrayList<>(EvidenceJudge.judge(evidence));
        List<String> remarks = new ArrayList<>(remarks(evidence));
        if (isUnrecordedOnly(evidence, deviations) && examination.isAnybodyAtWork()) {
            deviations.clear();
            remarks.add("published and not recorded yet; a run is under way that may have it in hand");
        }
        if (rebuild.isPresent() && deviations.isEmpty() && evidence.imprint().isPresent()) {
            Rebuild.Result result = rebuild.get().rebuild(evidence, memory);
            deviations.addAll(result.deviations());
            remarks.addAll(result.remarks());
        }
        return new Look(evidence, deviations, remarks);
    }

    /** A run records what it has published when its next day ends; until then the entry is open, or not there. */
    private static boolean isUnrecordedOnly(DayEvidence evidence, List<Deviation> deviations) {
        boolean isOpen =
                evidence.entry().filter(entry -> entry.status().isTerminal()).isEmpty();
        return isOpen
                && evidence.file().isPresent()
                && !deviations.isEmpty()
                && deviations.stream().allMatch(deviation -> deviation.object().equals(StateStore.KEY));
    }

    private static List<String> remarks(DayEvidence evidence) {
        List<String> remarks = new ArrayList<>();
        evidence.reaped()
                .ifPresent(record -> remarks.add("raw parts reaped on "
                        + LocalDate.ofInstant(record.reapedAt(), ZoneOffset.UTC)
                        + (record.isComplete() ? "" : ", not to the end; daypack reap --delete goes on")));
        evidence.entry()
                .filter(entry -> entry.status() == Status.SUCCESS)
                .flatMap(PartitionEntry::error)
                .ifPresent(error -> remarks.add("what raw has by now is not packed: " + error));
        if (evidence.file().isPresent()
                && evidence.file().get().problem().isEmpty()
                && evidence.imprint().isEmpty()) {
            remarks.add("made by another program: it carries no digests to be held to");
        }
        if (evidence.isCopied()) {
            remarks.add("the very bytes, but another ETag than sidecar and state have: the store was copied or"
                    + " restored");
        }
        return remarks;
    }

    private static DayVerdict verdict(Look look, double seconds) {
        DayEvidence evidence = look.evidence();
        Standing standing;
        if (!look.deviations().isEmpty()) {
            standing = Standing.DEVIATES;
        } else if (evidence.file().isEmpty()) {
            standing = Standing.EMPTY;
        } else {
            standing = evidence.imprint().isPresent() ? Standing.SOUND : Standing.UNPROVEN;
        }
        long rows = evidence.file()
                .flatMap(DayEvidence.File::proof)
                .map(proof -> proof.rows())
                .orElse(0L);
        long bytes = evidence.file().map(file -> file.object().sizeBytes()).orElse(0L);
        return new DayVerdict(
                evidence.day(), standing, rows, bytes, seconds, look.deviations(), look.remarks(), Optional.empty());
    }

    private DayVerdict failed(PartitionDay day, String type, String key, String error, long start) {
        Optional<String> failingKey = key.isEmpty() ? Optional.empty() : Optional.of(key);
        return DayVerdict.failed(day, new Failure(type, failingKey, error), seconds(start));
    }

    private double seconds(long start) {
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
