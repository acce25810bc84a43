package dev.daypack.integrity;

import dev.daypack.discover.Layout;
import dev.daypack.discover.PartitionDay;
import dev.daypack.input.PartFooter;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.memory.Scratch;
import dev.daypack.output.PackedFile;
import dev.daypack.output.Workbench;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.Publisher;
import dev.daypack.publish.ReapedDays;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.UnreadableDayQualityException;
import dev.daypack.state.LeaseWatch;
import dev.daypack.state.PartitionEntry;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoredObject;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/**
 * Reads all that speaks of one published partition-day: the object, its sidecars, the record of reaped parts. The order
 * of reads: first which generation of the object stands there, then it, then what is derived from it. Thread-safe.
 */
final class DayExamination {

    private final ObjectStore compact;
    private final Layout layout;
    private final boolean isRemote;
    private final FileExamination files;
    private final ReapedDays reaped;

    /** @param isRemote whether a request to the store costs more than reading a file */
    DayExamination(ObjectStore compact, Layout layout, boolean isRemote, FileExamination files) {
        this.compact = compact;
        this.layout = layout;
        this.isRemote = isRemote;
        this.files = files;
        this.reaped = new ReapedDays(compact);
    }

    /** Key of an object of a partition-day. */
    String key(PartitionDay day, String name) {
        return layout.prefix(day) + name;
    }

    /** Whether there is any lease: a run may be under way that has published days and not recorded them yet. */
    boolean isAnybodyAtWork() {
        return !compact.list(LeaseWatch.PREFIX).isEmpty();
    }

    /** What stands there as the published object, if anything does. */
    Optional<ObjectStat> head(PartitionDay day) {
        return compact.head(key(day, Publisher.DATA));
    }

    /** The record of its raw parts' deletion. @throws MalformedJsonException if it cannot be read */
    Optional<ReapedRecord> reaped(PartitionDay day) {
        return reaped.of(day);
    }

    /**
     * Reads it all.
     *
     * @param entry what the state says
     * @param memory where the file is read
     * @param bytesDone told of bytes read, twice the size of the object in all
     * @throws dev.daypack.store.StoreException if the store fails, or the object is replaced meanwhile
     * @throws MalformedJsonException if the record of reaped parts cannot be read
     */
    DayEvidence examine(PartitionDay day, Optional<PartitionEntry> entry, CheckMemory memory, LongConsumer bytesDone) {
        Optional<ObjectStat> object = head(day);
        Reading<MetaDocument> meta = read(key(day, Publisher.META), MetaDocument::parse);
        Reading<DayQuality> quality =
                read(key(day, DayQuality.FILE_NAME), (bytes, where) -> DayQuality.parse(where, bytes));
        Optional<DayEvidence.File> file = object.map(stat -> file(stat, meta.content(), memory, bytesDone));
        return new DayEvidence(day, key(day, Publisher.DATA), file, meta, quality, entry, reaped(day));
    }

    private DayEvidence.File file(
            ObjectStat object, Optional<MetaDocument> meta, CheckMemory memory, LongConsumer bytesDone) {
        Workbench bench = memory.bench();
        try (FetchedFile file = fetched(object, memory, bytesDone)) {
            FileExamination.Head head = files.head(file);
            head.footer().ifPresent(footer -> await(footer, memory));
            try {
                return files.examine(object, file, head, meta, bench, bytesDone);
            } finally {
                memory.leave();
            }
        }
    }

    private FetchedFile fetched(ObjectStat object, CheckMemory memory, LongConsumer bytesDone) {
        Workbench bench = memory.bench();
        Scratch scratch = bench.scratch();
        memory.await(FetchedFile.blockBytes(object));
        try {
            return FetchedFile.of(compact, object, isRemote, scratch, bench.pool(), bench::isCancelled, bytesDone);
        } finally {
            memory.leave();
        }
    }

    private static void await(PartFooter footer, CheckMemory memory) {
        memory.require(PackedFile.leastBytes(footer));
        memory.await(PackedFile.workBytes(footer, memory.bench()));
    }

    private <T> Reading<T> read(String key, BiFunction<byte[], String, T> parser) {
        Optional<StoredObject> object = compact.get(key);
        if (object.isEmpty()) {
            return Reading.absent(key);
        }
        try {
            return Reading.of(key, parser.apply(object.get().bytes(), key));
        } catch (MalformedJsonException | UnreadableDayQualityException e) {
            return Reading.broken(key, e.getMessage());
        }
    }
}
