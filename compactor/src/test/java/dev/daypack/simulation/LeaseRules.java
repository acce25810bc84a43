package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daypack.discover.PartitionDay;
import dev.daypack.simulation.Bucket.Held;
import dev.daypack.simulation.Bucket.Writer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Map<String, Set<Process>> holders = new HashMap<>();

    /** By lease: when it was last written. */
    private final Map<String, Long> provenNanos = new HashMap<>();

    private final Map<String, Process> owners = new HashMap<>();

    /** Given back by their owners. One may come to stand again, by a write that arrives late; nobody works under it. */
    private final Set<String> released = new HashSet<>();

    /** By key: how many holders fell silent one after the other, at most and now. */
    private final Map<String, Integer> mostSilent = new HashMap<>();

    private final Map<String, Integer> silent = new HashMap<>();
    private final Map<String, Process> givenBack = new HashMap<>();

    LeaseRules(World world) {
        this.world = world;
    }

    void written(String key, Optional<Held> before, Held now, Writer writer) throws IOException {
        JsonNode lease = JSON.readTree(now.bytes());
        String id = lease.path("lease").asText();
        // Who gives it back between two attempts, and takes it again, has not come to an end.
        Process giver = givenBack.remove(key);
        if (before.isEmpty() && giver != writer.process()) {
            silent.remove(key);
        }
        if (before.isPresent()) {
            JsonNode old = JSON.readTree(before.get().bytes());
            long age = world.nanos() - before.get().writtenNanos();
            long ttl = Duration.ofSeconds(old.path("ttl_seconds").asLong()).toNanos();
            if (!old.path("lease").asText().equals(id)) {
                world.trace().count("leases taken over");
                mostSilent.merge(key, silent.merge(key, 1, Integer::sum), Math::max);
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

    /** Whether so many processes in a row fell silent over a partition-day that it may be set apart for it. */
    boolean isPoisonous(PartitionDay day) {
        return mostSilent.getOrDefault(key(day), 0) >= DEATHS;
    }

    private static String key(PartitionDay day) {
        return "compacted/locks/" + day.stateKey() + ".lock";
    }

    void deleted(String key, Held before, Process process) {
        givenBack.put(key, process);
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
