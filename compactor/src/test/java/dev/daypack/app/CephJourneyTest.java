package dev.daypack.app;

import dev.daypack.store.CephGateway;
import dev.daypack.store.S3Server;
import org.junit.jupiter.api.Tag;

/** Against a real Ceph gateway. */
@Tag("ceph")
class CephJourneyTest extends BucketJourney {

    @Override
    S3Server server() {
        return CephGateway.shared();
    }
}
