package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.discover.Parts;
import dev.daypack.discover.UnversionedPartException;
import dev.daypack.plan.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a plan can say of deliveries that stand side by side. A plan lists no parts otherwise; here it has to, for the
 * partition-days that are work, a limited number of them. Thread-safe.
 */
final class DeliveryOutlook {

    /** The plan says nothing of the deliveries of the days after so many. */
    static final int MAX_LISTED_DAYS = 1_000;

    private final RawParts raw;
    private final Executor io;

    DeliveryOutlook(RawParts raw, Executor io) {
        this.raw = raw;
        this.io = io;
    }

    /** A remark on each of these partition-days that has something superseded, or a part that tells no delivery. */
    Map<PartitionDay, String> of(List<Decision> work) {
        Map<PartitionDay, String> remarks = new LinkedHashMap<>();
        if (!raw.hasDeliveries()) {
            return remarks;
        }
        Map<PartitionDay, CompletableFuture<Optional<String>>> listings = new LinkedHashMap<>();
        work.stream()
                .limit(MAX_LISTED_DAYS)
                .map(Decision::day)
                .forEach(day -> listings.put(day, CompletableFuture.supplyAsync(() -> remark(day), io)));
        listings.forEach((day, listing) -> Futures.await(listing).ifPresent(remark -> remarks.put(day, remark)));
        return remarks;
    }

    private Optional<String> remark(PartitionDay day) {
        try {
            Parts listed = raw.list(day);
            return listed.superseded().isEmpty()
                    ? Optional.empty()
                    : Optional.of("delivery " + listed.delivery().orElseThrow() + ", parts: "
                            + listed.parts().size() + "; superseded: "
                            + listed.superseded().size());
        } catch (UnversionedPartException e) {
            return Optional.of("will be quarantined: " + e.getMessage());
        }
    }
}
