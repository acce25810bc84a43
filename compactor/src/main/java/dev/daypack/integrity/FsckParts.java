package dev.daypack.integrity;

import dev.daypack.memory.ScratchLeftovers;
import dev.daypack.quality.DayQuality;
import dev.daypack.state.LeaseKeeper;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a check needs beyond {@link CareParts}.
 *
 * @param leases takes leases for repairs
 * @param leaseTtl of our own leases
 * @param settle the pause before what looked odd is looked at again: longer than a run takes from a commit to its entry
 * @param olderThan unfinished writes that are younger may be alive
 * @param scratch of this machine
 * @param evidence the quality of a day by its windows; empty if the raw store cannot be had
 * @param referenceExchange named in a quality that is not known any more
 */
public record FsckParts(
        LeaseKeeper leases,
        Duration leaseTtl,
        Duration settle,
        Duration olderThan,
        ScratchLeftovers scratch,
        Function<LocalDate, Optional<DayQuality>> evidence,
        String referenceExchange) {}
