package dev.daypack.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a look at a store has shown, for a person who wants to know whether all is well.
 *
 * @param url without credentials
 * @param isRemote whether requests go to a server
 * @param server what that calls itself; empty if it does not say
 * @param answerTime of one request
 * @param ahead how far the server's clock is before ours, to the second; empty if it does not tell the time
 * @param pinnedReads whether a read of another generation than the one asked for is refused; empty if there was nothing
 *     to read
 * @param probe what writes were seen to do; empty if nothing was to be written, or a trouble came first
 * @param mayWrite whether this process may write there, where that can be known without doing so
 * @param troubles what could not be done
 */
public record StoreExamination(
        String url,
        boolean isRemote,
        String server,
        Duration answerTime,
        Optional<Duration> ahead,
        Optional<Boolean> pinnedReads,
        Optional<ProbeFindings> probe,
        Optional<Boolean> mayWrite,
        List<Trouble> troubles) {

    /**
     * Something that failed.
     *
     * @param doing {@code listing}, {@code reading}, {@code writing}, {@code listing uploads}
     * @param failure what the store said
     */
    public record Trouble(String doing, StoreException failure) {}

    public StoreExamination {
        troubles = List.copyOf(troubles);
    }

    /** Whether it is a directory that is to be written and is not there, but can be. */
    public boolean isYetToBeMade() {
        return !isRemote && probe.isEmpty() && troubles.isEmpty();
    }

    /** The trouble with one kind of request, if it had any. */
    public Optional<StoreException> trouble(String doing) {
        return troubles.stream()
                .filter(trouble -> trouble.doing().equals(doing))
                .map(Trouble::failure)
                .findFirst();
    }
}
