package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import dev.daypack.output.TableProof;
import dev.daypack.plan.Action;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.Manifest;
import dev.daypack.publish.MetaDocument;
import dev.daypack.publish.MetaInput;
import dev.daypack.publish.Publication;
import dev.daypack.publish.ReapedRecord;
import dev.daypack.publish.Superseded;
import dev.daypack.quality.DayQuality;
import dev.daypack.quality.Packing;
import dev.daypack.report.Failure;
import dev.daypack.report.KeyValuesLeftOut;
import dev.daypack.report.LeftOut;
import dev.daypack.report.Outcome;
import dev.daypack.report.PartitionReport;
import dev.daypack.report.PeakMemory;
import dev.daypack.report.StepSeconds;
import dev.daypack.report.Volume;
import dev.daypack.state.LeaseHolder;
import dev.daypack.state.LeaseOutcome;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import dev.daypack.text.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Puts what happened to a partition-day into the words of the report, the state, the sidecar and the footer. Makes no
 * decision. Thread-safe.
 */
final class DayOutcomes {

    /** Why a day is quarantined as a whole. */
    static final String BAD_QUALITY = "bad_quality";

    private static final int MAX_ERROR_CHARS = 2_000;

    private final Clock clock;
    private final SortOrder order;
    private final String seqColumn;
    private final String version;

    DayOutcomes(Clock clock, SortOrder order, String seqColumn, String version) {
        this.clock = clock;
        this.order = order;
        this.seqColumn = seqColumn;
        this.version = version;
    }

    DayOutcome locked(PartitionDay day, LeaseOutcome.Held held) {
        return new DayOutcome(
                PartitionReport.idle(day, Outcome.LOCKED, "being packed by " + held.holder()),
                Optional.empty(),
                Optional.of(held));
    }

    /** The day's prefix holds no parts. What is published all the same stays published, and the state says so. */
    DayOutcome noFiles(PartitionDay day, FrozenDay frozen, Optional<Publication> present) {
        String ignored = frozen.listed().ignoredCount() == 0
                ? ""
                : "; " + frozen.listed().ignoredCount() + " other objects were ignored";
        if (present.isEmpty()) {
            return new DayOutcome(
                    PartitionReport.idle(day, Outcome.NO_FILES, "no parts" + ignored),
                    Optional.of(entry(Status.NO_FILES, frozen)));
        }
        PartitionReport report = PartitionReport.idle(
                day, Outcome.NO_FILES, "no parts any more" + ignored + "; what was packed from them stays");
        return new DayOutcome(report, present.get().imprint().map(imprint -> success(present.get(), imprint)));
    }

    /**
     * Raw has fewer rows than what is published of it: parts were lost, or taken away on purpose. Nothing is touched.
     */
    DayOutcome shrunk(DayRequest request, FrozenDay frozen, long rows, Publication published, DayClock time) {
        String error = "the parts hold " + rows + " rows, but " + published.rows()
                + " are published; parts are missing in raw";
        return kept(request, frozen, published, "fewer_rows", error, time);
    }

    /** The newest delivery in raw is older than the published one: that one was lost, or taken back. */
    DayOutcome olderDelivery(DayRequest request, FrozenDay frozen, Publication published, DayClock time) {
        String error = "the newest delivery in raw is "
                + frozen.listed().delivery().orElseThrow() + ", but "
                + published.imprint().flatMap(Imprint::delivery).orElseThrow() + " is published, which is newer";
        return kept(request, frozen, published, "older_delivery", error, time);
    }

    private DayOutcome kept(
            DayRequest request, FrozenDay frozen, Publication published, String type, String error, DayClock time) {
        String day = request.day().date().format(DateTimeFormatter.BASIC_ISO_DATE);
        Failure failure = new Failure(
                type,
                Optional.empty(),
                error + ". What is published stays; daypack backfill --date-from " + day + " --date-to " + day
                        + " --overwrite packs what is there now");
        PartitionReport report = PartitionReport.trouble(
                        request.day(), Outcome.FAILED, failure, volume(frozen, 0, 0), time.seconds())
                .with(leftOut(frozen));
        return new DayOutcome(report, keptEntry(request, published, failure));
    }

    /**
     * Of what is published, which may be newer than the entry: a run that died after its commit did not write one.
     */
    private Optional<PartitionEntry> keptEntry(DayRequest request, Publication published, Failure failure) {
        Optional<PartitionEntry> now = published.imprint().map(imprint -> success(published, imprint));
        Optional<PartitionEntry> packed = request.before().filter(before -> before.status() == Status.SUCCESS);
        if (packed.isPresent()) {
            boolean isKnown =
                    packed.get().etag().equals(Optional.of(published.object().etag()));
            return isKnown ? Optional.of(remarked(packed.get(), failure)) : now;
        }
        PartitionEntry failed = entry(Status.FAILED, Optional.empty(), Optional.empty(), Optional.of(failure));
        return Optional.of(now.map(it -> it.inStandingOf(failed)).orElse(failed));
    }

    /** The host takes the day for one that is over; the store's clock says that it is not. */
    DayOutcome notOver(DayRequest request, Instant storeTime, DayClock time) {
        String error = "the day is not over: the store's clock says " + storeTime.truncatedTo(ChronoUnit.SECONDS)
                + ", this host's " + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "; set the clock right";
        return failed(request, Outcome.FAILED, new Failure("clock_ahead", Optional.empty(), error), time);
    }

    /**
     * The day's parts were deleted on purpose, all or some of them, so what is left is not the day. What is published
     * stays, and so does the entry; a state that has lost it hears of the day again. Only what is asked for and cannot
     * be done is trouble.
     *
     * @param present what is published, if what was packed from them is there
     */
    DayOutcome reaped(DayRequest request, FrozenDay frozen, ReapedRecord record, Optional<Publication> present) {
        boolean isPublished = present.isPresent();
        List<String> reaped = record.parts().stream().map(Manifest.Input::key).toList();
        List<Manifest.Input> late = frozen.manifest().inputs().stream()
                .filter(input ->
                        !record.parts().contains(input) && !frozen.listed().isOlderThan(reaped))
                .toList();
        String when = "the raw parts were reaped on " + LocalDate.ofInstant(record.reapedAt(), ZoneOffset.UTC);
        if (isPublished && late.isEmpty() && request.action() != Action.REPACK) {
            return new DayOutcome(
                    PartitionReport.idle(request.day(), Outcome.SKIPPED, when + "; what was packed from them stays"),
                    standing(request, record, present.get()));
        }
        String error = when + (late.isEmpty() ? "" : ", and " + late.size() + " others are there now")
                + (isPublished ? "; what is published stays" : "; and what was packed from them is gone")
                + ". To pack the day again restore the " + record.parts().size() + " parts that "
                + ReapedRecord.key(request.day()) + " names, and remove that record";
        Failure failure =
                new Failure("reaped", late.stream().map(Manifest.Input::key).findFirst(), error);
        return new DayOutcome(
                PartitionReport.trouble(request.day(), Outcome.FAILED, failure, volume(frozen, 0, 0), StepSeconds.NONE),
                reapedEntry(request, failure, record, present));
    }

    /** A state that has lost the entry, or left it open, hears again of the file that the parts were given up for. */
    private Optional<PartitionEntry> standing(DayRequest request, ReapedRecord record, Publication present) {
        boolean isRecorded = request.before()
                .filter(before -> before.status() == Status.SUCCESS)
                .isPresent();
        return isRecorded ? withoutRemark(request) : ofReaped(record, present);
    }

    /** Empty if what stands there is not what the parts were given up for; that is for fsck and verify to tell. */
    private Optional<PartitionEntry> ofReaped(ReapedRecord record, Publication present) {
        return present.imprint()
                .filter(imprint ->
                        imprint.manifestDigest().equals(record.manifestDigest()) && present.rows() == record.rows())
                .map(imprint -> success(present, imprint));
    }

    private Optional<PartitionEntry> reapedEntry(
            DayRequest request, Failure failure, ReapedRecord record, Optional<Publication> present) {
        if (request.before().isEmpty()) {
            return Optional.of(present.flatMap(it -> ofReaped(record, it))
                    .map(packed -> failure.failingKey().isPresent() ? remarked(packed, failure) : packed)
                    .orElseGet(() -> entry(Status.FAILED, Optional.empty(), Optional.empty(), Optional.of(failure))));
        }
        return request.before()
                .filter(before -> before.status() == Status.SUCCESS
                        && failure.failingKey().isPresent())
                .map(before -> remarked(before, failure));
    }

    /**
     * The entry of a file that stays published, with the trouble that newer parts gave: where state and parts differ an
     * operator sees it without the report of the run that met it. The time stays that of the packing.
     */
    private static PartitionEntry remarked(PartitionEntry packed, Failure failure) {
        return packed.with(
                Status.SUCCESS,
                Optional.of(failure.type()),
                failure.failingKey(),
                Optional.of(cut(failure.error())),
                packed.updatedAt());
    }

    /** The trouble that newer parts gave is gone with them. */
    private static Optional<PartitionEntry> withoutRemark(DayRequest request) {
        Optional<String> none = Optional.empty();
        return request.before()
                .filter(before ->
                        before.status() == Status.SUCCESS && before.errorType().isPresent())
                .map(before -> before.with(Status.SUCCESS, none, none, none, before.updatedAt()));
    }

    DayOutcome unchanged(DayRequest request, FrozenDay frozen) {
        return new DayOutcome(
                PartitionReport.idle(
                                request.day(),
                                Outcome.SKIPPED,
                                "unchanged: the same " + frozen.parts().size() + " parts as packed")
                        .with(leftOut(frozen)),
                withoutRemark(request));
    }

    /** The evidence says that the day is not to be packed, or not yet. */
    DayOutcome heldBack(PartitionDay day, FrozenDay frozen, DayQuality quality) {
        String reason = "the day's quality is " + quality.label()
                + (quality.reasons().isEmpty() ? "" : ": " + quality.reasons().get(0));
        if (quality.label().packing() == Packing.WAIT) {
            PartitionReport report = PartitionReport.idle(day, Outcome.PARTIAL, reason + "; the next run looks again")
                    .with(leftOut(frozen));
            return new DayOutcome(report, Optional.of(judged(Status.PARTIAL, frozen, quality, Optional.empty())));
        }
        Failure failure = new Failure(BAD_QUALITY, Optional.empty(), reason);
        return new DayOutcome(
                PartitionReport.trouble(day, Outcome.QUARANTINE, failure, volume(frozen, 0, 0), StepSeconds.NONE)
                        .with(leftOut(frozen)),
                Optional.of(judged(Status.QUARANTINE, frozen, quality, Optional.of(failure))));
    }

    /**
     * The content of a part is bad, or infrastructure failed. What an earlier run published stays published, and the
     * entry goes on saying what it is; if newer parts are bad, that too.
     */
    DayOutcome failed(DayRequest request, Outcome outcome, Failure failure, DayClock time) {
        PartitionReport report = PartitionReport.trouble(request.day(), outcome, failure, Volume.NONE, time.seconds());
        Optional<PartitionEntry> packed = request.before().filter(before -> before.status() == Status.SUCCESS);
        if (packed.isPresent()) {
            return new DayOutcome(
                    report,
                    packed.filter(before -> outcome == Outcome.QUARANTINE).map(before -> remarked(before, failure)));
        }
        Status status = outcome == Outcome.QUARANTINE ? Status.QUARANTINE : Status.FAILED;
        PartitionEntry entry = entry(status, Optional.empty(), Optional.empty(), Optional.of(failure));
        return new DayOutcome(
                report,
                Optional.of(request.before()
                        .filter(before -> before.etag().isPresent())
                        .map(before -> before.inStandingOf(entry))
                        .orElse(entry)));
    }

    /**
     * So many processes in a row died over it. It is set apart even if it was packed before, for the next run would die
     * of it too; what is published stays, and the entry goes on saying what that is.
     */
    DayOutcome poisoned(DayRequest request, List<LeaseHolder> died, DayClock time) {
        String error = "the last " + died.size() + " processes that worked on this partition-day fell silent over it,"
                + " and have not been heard of since: "
                + died.stream().map(LeaseHolder::toString).collect(Collectors.joining("; "))
                + ". It is not tried any more. If its parts are not to blame (reboots, kills, a host cut off), or are"
                + " mended, --retry-quarantine tries it again";
        Failure failure = new Failure("poison", Optional.empty(), error);
        PartitionEntry entry = entry(Status.QUARANTINE, Optional.empty(), Optional.empty(), Optional.of(failure));
        return new DayOutcome(
                PartitionReport.trouble(request.day(), Outcome.QUARANTINE, failure, Volume.NONE, time.seconds()),
                Optional.of(request.before()
                        .filter(before -> before.etag().isPresent())
                        .map(before -> before.inStandingOf(entry))
                        .orElse(entry)));
    }

    /**
     * What is recorded where an entry stands already. Trouble says nothing of what is published; so it does not take
     * away what the entry says of it, which another host may have written since this run began. If that host speaks of
     * another file, nobody here knows which of both came last: the lease was given back long before this is written. So
     * the day stays open, and the next run sees for itself. Trouble with newer parts is a remark on the very file that
     * it was met beside, and on no other.
     *
     * @param before what this run began with
     */
    static PartitionEntry recorded(Optional<PartitionEntry> before, PartitionEntry there, PartitionEntry given) {
        if (given.status() == Status.SUCCESS && given.errorType().isPresent()) {
            boolean isOfThis = there.status() == Status.SUCCESS && there.etag().equals(given.etag());
            return isOfThis ? there.inStandingOf(given) : there;
        }
        boolean isTrouble = given.status() == Status.FAILED || given.status() == Status.QUARANTINE;
        boolean isOthers = there.status() == Status.SUCCESS && !before.equals(Optional.of(there));
        boolean saysLess = given.etag().isEmpty() && there.etag().isPresent();
        PartitionEntry kept = saysLess && (isTrouble || isOthers) ? there.inStandingOf(given) : given;
        boolean isInDoubt = isOthers && (isTrouble || !there.etag().equals(given.etag()));
        return isInDoubt && given.status().isTerminal()
                ? kept.with(Status.IN_PROGRESS, kept.errorType(), kept.failingKey(), kept.error(), kept.updatedAt())
                : kept;
    }

    DayOutcome stopped(PartitionDay day) {
        return new DayOutcome(
                PartitionReport.idle(day, Outcome.SKIPPED, "stopped before it was published"), Optional.empty());
    }

    DayOutcome healed(PartitionDay day, FrozenDay frozen, Publication published, DayQuality quality, DayClock time) {
        PartitionReport report =
                report(day, frozen, published, time, PeakMemory.NONE, 0, "published by an earlier run; recorded now");
        return new DayOutcome(report, Optional.of(success(frozen, published, quality)));
    }

    DayOutcome packed(
            PartitionDay day,
            FrozenDay frozen,
            Publication published,
            TableMerge.Result packed,
            DayQuality quality,
            PeakMemory memory,
            DayClock time) {
        PartitionReport report =
                report(day, frozen, published, time, memory, packed.proven().allInversions(), "packed and verified");
        return new DayOutcome(report, Optional.of(success(frozen, published, quality)));
    }

    private PartitionReport report(
            PartitionDay day,
            FrozenDay frozen,
            Publication published,
            DayClock time,
            PeakMemory memory,
            long inversions,
            String reason) {
        return new PartitionReport(
                day,
                Outcome.SUCCESS,
                reason + KeyValuesLeftOut.text(leftOut(published)),
                volume(frozen, published.rows(), published.object().sizeBytes()),
                time.seconds(),
                memory,
                inversions,
                published.imprint().map(it -> it.schemaDrift().summary()).orElse(""),
                leftOut(frozen),
                Optional.empty());
    }

    private static Map<String, String> leftOut(Publication published) {
        return published.imprint().map(Imprint::keyValuesLeftOut).orElse(Map.of());
    }

    private static LeftOut leftOut(FrozenDay frozen) {
        return new LeftOut(
                Math.toIntExact(frozen.listed().ignoredCount()),
                frozen.listed().superseded().size());
    }

    private static Volume volume(FrozenDay frozen, long rows, long bytesOut) {
        return new Volume(rows, frozen.parts().size(), frozen.totalBytes(), bytesOut);
    }

    private PartitionEntry success(FrozenDay frozen, Publication published, DayQuality quality) {
        return PublishedDocuments.entry(
                published,
                quality.label().name(),
                quality.version(),
                frozen.manifest().digest(),
                now());
    }

    private PartitionEntry success(Publication published, Imprint imprint) {
        return PublishedDocuments.entry(published, imprint, now());
    }

    private PartitionEntry entry(Status status, FrozenDay frozen) {
        return entry(status, Optional.empty(), Optional.of(frozen.manifest().digest()), Optional.empty());
    }

    private PartitionEntry judged(Status status, FrozenDay frozen, DayQuality quality, Optional<Failure> failure) {
        return entry(status, Optional.of(quality), Optional.of(frozen.manifest().digest()), failure);
    }

    private PartitionEntry entry(
            Status status, Optional<DayQuality> quality, Optional<String> digest, Optional<Failure> failure) {
        return new PartitionEntry(
                status,
                0,
                0,
                quality.map(it -> it.label().name()),
                quality.map(DayQuality::version),
                digest,
                Optional.empty(),
                Optional.empty(),
                failure.map(Failure::type),
                failure.flatMap(Failure::failingKey),
                failure.map(Failure::error).map(DayOutcomes::cut),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The state holds many entries; the report has the whole text. */
    private static String cut(String error) {
        return error.length() <= MAX_ERROR_CHARS ? error : error.substring(0, MAX_ERROR_CHARS) + "...";
    }

    /** What the footer says. */
    Imprint imprint(FrozenDay frozen, Table table, TableMerge.Proven proven, DayQuality quality, String attempt) {
        TableProof proof = proven.proof();
        Map<String, String> digests = new LinkedHashMap<>();
        proof.digests()
                .forEach((column, digest) -> digests.put(column, HexFormat.of().toHexDigits(digest)));
        return new Imprint(
                attempt,
                frozen.manifest().digest(),
                frozen.parts().size(),
                order.spelling(),
                seqColumn,
                proof.minimum(),
                proof.maximum(),
                table.key().isEmpty() || table.key().first().isInteger(),
                digests,
                proven.inversions(),
                table.carried().leftOut(),
                proven.drift(),
                schemaVersion(table.columns()),
                quality.label().name(),
                quality.version(),
                frozen.listed().delivery(),
                version);
    }

    /** Eight hex digits that change whenever a column comes, goes, or changes its type. */
    private static String schemaVersion(List<ColumnSchema> columns) {
        StringBuilder text = new StringBuilder();
        columns.forEach(column -> text.append(column.name())
                .append('\t')
                .append(column.describe())
                .append(column.isNested() ? " " + column.maxDefinition() + "/" + column.maxRepetition() : "")
                .append('\n'));
        return Sha256.hex(text.toString()).substring(0, 8);
    }

    /**
     * The sidecar, from what the published file says of itself.
     *
     * @param memory of the merge; none if it was another run's
     */
    MetaDocument meta(PartitionDay day, FrozenDay frozen, Publication published, String sha256, PeakMemory memory) {
        List<MetaInput> inputs = frozen.manifest().inputs().stream()
                .map(input -> new MetaInput(input.key(), input.sizeBytes(), input.etag(), OptionalLong.empty()))
                .toList();
        return PublishedDocuments.meta(
                day, published, sha256, inputs, Superseded.of(frozen.listed().superseded()), memory);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
