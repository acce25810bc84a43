package dev.daypack.compact;

import dev.daypack.report.Requests;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.RequestCounts;

/** What stores have sent since they were opened, in the words of the report. */
public final class SentRequests {

    private SentRequests() {}

    /** Of several stores together. */
    public static Requests of(Iterable<ObjectStore> stores) {
        Requests sum = Requests.NONE;
        for (ObjectStore store : stores) {
            RequestCounts sent = store.requests();
            sum = sum.plus(new Requests(
                    sent.lists(),
                    sent.heads(),
                    sent.gets(),
                    sent.puts(),
                    sent.partUploads(),
                    sent.others(),
                    sent.retries(),
                    sent.bytesIn(),
                    sent.bytesOut()));
        }
        return sum;
    }
}
