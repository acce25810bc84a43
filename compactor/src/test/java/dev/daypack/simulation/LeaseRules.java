package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.discover.PartitionDay;
import dev.daypack.simulation.Bucket.Held;
import dev.daypack.simulation.Bucket.Writer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may happen to leases: nobody takes one that was renewed within its time to live, by true time; nobody removes
 * another's, unless its own ran out between its last proof and the removal; and nobody works who never had one.
 */
final class LeaseRules {

    /** As in the decision on the poison breaker. */
    private static final int DEATHS = 3;

    /** A process that lives and calls as often has said so by then, whatever the weather. */
    private static final int CALLS_TO_TESTIFY = 30;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Map<String, Set<Process>> holders = new HashMap<>();

    /** By lease: when it was last written. */
    private final Map<String, Long> provenNanos = new HashMap<>();

    private final Map<String, Process> owners = new HashMap<>();

    /** Given back by their owners. One may come to stand again, by a write that arrives late; nobody works under it. */
    private final Set<String> released = new HashSet<>();

    /** By key: whose lease was taken since an attempt came to its end, and how many calls they had made by then. */
    private final Map<String, Map<Process, Long>> silent = new HashMap<>();

    /** By key: how many of them were not heard of again before it was removed, at most. */
    private final Map<String, Integer> mostDead = new HashMap<>();

    LeaseRules(World world) {
        this.world = world;
    }

    void written(String key, Optional<Held> before, Held now, Writer writer) throws IOException {
        JsonNode lease = JSON.readTree(now.bytes());
        String id = lease.path("lease").asText();
        if (before.isPresent() && owners.containsKey(id) && owners.get(id) != writer.process()) {
            struckOut(key, JSON.readTree(before.get().bytes()), lease, writer.process());
            return;
        }
        if (lease.has("given_back")) {
            released.add(id);
        }
        if (before.isPresent()) {
            JsonNode old = JSON.readTree(before.get().bytes());
            long age = world.nanos() - before.get().writtenNanos();
            long ttl = Duration.ofSeconds(old.path("ttl_seconds").asLong()).toNanos();
            if (!old.path("lease").asText().equals(id)) {
                world.trace().count("leases taken over");
                fellSilent(key, owners.get(old.path("lease").asText()), writer.process(), old);
            }
            String taken = old.path("lease").asText();
            if (!taken.equals(id) && age < ttl && !released.contains(taken)) {
                world.violated(
                        "leases",
                        writer.process().name() + " took the lease " + key + " that was renewed "
                                + Duration.ofNanos(age).toMillis() + " ms before");
            }
        }
        provenNanos.put(id, world.nanos());
        owners.put(id, writer.process());
        holders.computeIfAbsent(key, any -> new HashSet<>()).add(writer.process());
    }

    private void fellSilent(String key, Process holder, Process taker, JsonNode lease) {
        Map<Process, Long> there = silent.computeIfAbsent(key, any -> new HashMap<>());
        if (holder != null && !lease.has("given_back")) {
            there.put(holder, holder.calls());
        }
        there.remove(taker);
    }

    /** Nobody writes another's lease but to take one's own name from those who died. */
    private void struckOut(String key, JsonNode before, JsonNode now, Process process) {
        world.trace().count("testimonies");
        ObjectNode rest = before.deepCopy();
        List<JsonNode> names = new ArrayList<>();
        before.path("died").forEach(names::add);
        boolean isNamed = names.removeIf(one -> one.path("host").asText().equals(process.name()));
        rest.remove("died");
        if (!names.isEmpty()) {
            rest.putArray("died").addAll(names);
        }
        if (!isNamed || !rest.equals(now)) {
            world.violated("leases", process.name() + " wrote into the lease " + key + ", which is another's: " + now);
        }
    }

    /** Whether so many processes in a row died over a partition-day that it may be set apart for it. */
    boolean isPoisonous(PartitionDay day) {
        return Math.max(mostDead.getOrDefault(key(day), 0), dead(key(day))) >= DEATHS;
    }

    private int dead(String key) {
        int dead = 0;
        for (Map.Entry<Process, Long> one : silent.getOrDefault(key, Map.of()).entrySet()) {
            Process process = one.getKey();
            boolean isHeardOf = !process.isOver() && process.calls() - one.getValue() > CALLS_TO_TESTIFY;
            dead += isHeardOf ? 0 : 1;
        }
        return dead;
    }

    private static String key(PartitionDay day) {
        return "compacted/locks/" + day.stateKey() + ".lock";
    }

    void deleted(String key, Held before, Process process) {
        mostDead.merge(key, dead(key), Math::max);
        silent.remove(key);
        String id;
        long ttl;
        try {
            JsonNode lease = JSON.readTree(before.bytes());
            id = lease.path("lease").asText();
            ttl = Duration.ofSeconds(lease.path("ttl_seconds").asLong()).toNanos();
        } catch (IOException e) {
            world.violated("leases", key + " was no lease: " + e);
            return;
        }
        if (owners.get(id) == process) {
            released.add(id);
            return;
        }
        boolean ranOut = owners.entrySet().stream()
                .filter(lease -> lease.getValue() == process)
                .mapToLong(lease -> provenNanos.get(lease.getKey()))
                .anyMatch(proven -> proven <= before.writtenNanos() && world.nanos() - proven >= ttl);
        if (!ranOut) {
            world.violated("leases", process.name() + " removed the lease " + key + ", which is another's");
        }
    }

    /** Its file was just published. */
    void worked(PartitionDay day, Process process) {
        if (!holders.getOrDefault(key(day), Set.of()).contains(process)) {
            world.violated("leases", process.name() + " published " + day + " without ever having its lease");
        }
    }
}
