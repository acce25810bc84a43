package dev.daypack.state;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoredObject;
import java.util.Optional;

/**
 * A process that finds itself among those who died over a partition-day knows better, and strikes its name out of the
 * lease, whoever holds that by now. Nobody else takes names away, and nothing but its own name does it change; a holder
 * that meets a lease of its own with fewer names takes it as it stands. The swap makes sure that no renewal, and no
 * other testimony, is lost.
 */
final class Testimony {

    /** The holder may renew in between, and others who live may speak too. */
    private static final int ROUNDS = 4;

    private final ObjectStore compact;
    private final LeaseHolder us;

    Testimony(ObjectStore compact, LeaseHolder us) {
        this.compact = compact;
        this.us = us;
    }

    /**
     * Says that we live, if a lease says otherwise.
     *
     * @param there what stands at the key
     * @return whether nothing is left to be said
     * @throws dev.daypack.store.StoreException if the store fails
     */
    boolean give(String key, Optional<StoredObject> there) {
        Optional<StoredObject> object = there;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<LeaseDocument> found = object.flatMap(LeaseDocument::tryParse);
            if (found.filter(lease -> lease.names(us)).isEmpty()) {
                return true;
            }
            byte[] struck = found.get().without(us).toBytes();
            Condition condition = new Condition.Matches(object.orElseThrow().etag());
            if (compact.put(key, struck, condition) instanceof PutOutcome.Stored) {
                return true;
            }
            object = compact.get(key);
        }
        return false;
    }
}
