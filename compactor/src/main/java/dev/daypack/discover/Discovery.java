package dev.daypack.discover;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Finds the partition-days of a store by walking its prefixes level by level.
 *
 * <p>One list call per prefix of the upper levels, none for the objects in the partition-days: a lake of millions of
 * parts is found with as many calls as it has partitions. A prefix that a filter or the range of days rules out is not
 * listed, nor anything below it. Calls of one level run in parallel. Thread-safe.
 *
 * <p>Days to come are returned like others; what may be packed is the planner's business.
 */
public final class Discovery {

    /** How many prefixes a walk follows; past it the walk fails rather than eat the memory. */
    public static final int MAX_PREFIXES = 5_000_000;

    private final ObjectStore store;
    private final Layout layout;
    private final Set<String> reserved;
    private final ParallelListing listing;

    /**
     * @param reserved prefixes at the root, ending in {@code /}, that hold something else of ours, such as {@code
     *     quality/}: neither walked nor reported as ignored
     * @param executor where list calls run, beside the calling thread
     * @param concurrency how many list calls run at once, the calling thread's among them; at least 1
     */
    public Discovery(ObjectStore store, Layout layout, Set<String> reserved, Executor executor, int concurrency) {
        this.store = store;
        this.layout = layout;
        this.reserved = Set.copyOf(reserved);
        this.listing = new ParallelListing(store, executor, concurrency);
    }

    private record Node(String prefix, Bindings bindings) {}

    /**
     * Walks the store.
     *
     * @throws IllegalArgumentException if a filter is on a field that the layout does not have
     * @throws StoreException if a list call fails, or there are more than {@link #MAX_PREFIXES} prefixes
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its interrupt flag stays set
     */
    public Discovered walk(Filters filters, DateRange range) {
        filters.check(layout);
        Ignored.Tally ignored = new Ignored.Tally();
        List<Node> nodes = List.of(new Node("", Bindings.none()));
        for (int level = 0; level < layout.levels(); level++) {
            nodes = children(nodes, level, filters, range, ignored);
        }
        List<PartitionDay> days = nodes.stream()
                .map(node -> layout.partitionDay(node.bindings()))
                .sorted()
                .toList();
        List<Partition> partitions =
                days.stream().map(PartitionDay::partition).distinct().sorted().toList();
        return new Discovered(days, partitions, ignored.ignored(), filters, range);
    }

    private List<Node> children(
            List<Node> parents, int level, Filters filters, DateRange range, Ignored.Tally ignored) {
        List<List<String>> listed =
                listing.list(parents.stream().map(Node::prefix).toList());
        List<Node> children = new ArrayList<>();
        for (int parent = 0; parent < parents.size(); parent++) {
            for (String prefix : listed.get(parent)) {
                if (level == 0 && reserved.contains(prefix)) {
                    continue;
                }
                Match match = match(parents.get(parent), prefix, level);
                if (match instanceof Match.Refused refused) {
                    ignored.add(prefix, refused);
                } else if (match instanceof Match.Bound bound && isWanted(bound.bindings(), filters, range)) {
                    children.add(new Node(prefix, bound.bindings()));
                }
            }
            checkLimit(children.size());
        }
        return children;
    }

    private Match match(Node parent, String prefix, int level) {
        if (!prefix.startsWith(parent.prefix()) || !prefix.endsWith("/")) {
            throw new IllegalStateException("the store listed a prefix that is not below the one asked for: "
                    + Printable.of(prefix) + " below " + Printable.of(parent.prefix()));
        }
        String segment = prefix.substring(parent.prefix().length(), prefix.length() - 1);
        return layout.match(level, segment, parent.bindings());
    }

    private static boolean isWanted(Bindings bindings, Filters filters, DateRange range) {
        return filters.allows(bindings) && bindings.possibleDates().overlaps(range);
    }

    private void checkLimit(int prefixes) {
        if (prefixes > MAX_PREFIXES) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    "",
                    store.url() + " has more than " + MAX_PREFIXES + " prefixes in one level of the layout '" + layout
                            + "'; narrow the run with --exchanges, --symbols or --date-from and --date-to",
                    null);
        }
    }
}
