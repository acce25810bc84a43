package dev.daypack.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.compact.DayThreads;
import dev.daypack.memory.ScratchDisk;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PassingStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Bugs of days side by side, of scratch space, and of what the state keeps. */
final class RunBugs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunBugs() {}

    /** What was committed last is a field of the run, not of the day. */
    static PassingStore sharingAField(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            private Optional<String> last = Optional.empty();

            @Override
            protected PutOutcome commit(String key, Upload upload, Condition condition) {
                PutOutcome outcome = upload.commit(condition);
                if (outcome instanceof PutOutcome.Stored stored) {
                    last = Optional.of(stored.etag());
                }
                return outcome;
            }

            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                boolean isMeta = key.endsWith(StoreBugs.META) && last.isPresent();
                return store.put(key, isMeta ? changed(bytes, meta -> meta.put("etag", last.get())) : bytes, condition);
            }
        };
    }

    private interface Change {
        void of(ObjectNode document);
    }

    private static ObjectNode parsed(byte[] bytes) {
        try {
            return (ObjectNode) JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] changed(byte[] bytes, Change change) {
        ObjectNode document = parsed(bytes);
        change.of(document);
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who leaves makes room, and says so to nobody. */
    static Tampering wakingNobody() {
        return new Tampering() {
            @Override
            public DayThreads days(DayThreads days, Process process) {
                return new DayThreads() {
                    @Override
                    public void execute(Runnable day) {
                        days.execute(day);
                    }

                    @Override
                    public void await(BooleanSupplier holds) throws InterruptedException {
                        days.await(holds);
                    }

                    @Override
                    public void changed() {}
                };
            }
        };
    }

    /** Rows of equal keys change places in whatever is packed by a process that has spilled. */
    static Tampering forgettingRanks() {
        Set<Process> spilled = new HashSet<>();
        return new Tampering() {
            @Override
            public ScratchDisk disk(ScratchDisk disk, Process process) {
                return new PassingDisk(disk) {
                    @Override
                    public Extent create() throws IOException {
                        spilled.add(process);
                        return super.create();
                    }
                };
            }

            @Override
            public ObjectStore compact(ObjectStore compact, Process process) {
                return RowBugs.bytes(whole -> spilled.contains(process)
                                ? RowBugs.rewritten(whole, RowBugs::exchangeEqualKeys)
                                : whole)
                        .compact(compact, process);
            }
        };
    }

    /** What is written second into a file lies over what was written first. */
    static Tampering overwritingScratch() {
        return new Tampering() {
            @Override
            public ScratchDisk disk(ScratchDisk disk, Process process) {
                return new PassingDisk(disk) {
                    @Override
                    public Extent create() throws IOException {
                        return new Overwriting(super.create());
                    }
                };
            }
        };
    }

    /** Another disk, with a place for a bug. */
    private static class PassingDisk implements ScratchDisk {
        private final ScratchDisk disk;

        PassingDisk(ScratchDisk disk) {
            this.disk = disk;
        }

        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public long usableBytes() throws IOException {
            return disk.usableBytes();
        }

        @Override
        public Extent create() throws IOException {
            return disk.create();
        }
    }

    /** Each write goes where it should, and over the beginning too. */
    private record Overwriting(ScratchDisk.Extent extent) implements ScratchDisk.Extent {

        @Override
        public void write(byte[] bytes, int from, int length, long at) throws IOException {
            extent.write(bytes, from, length, at);
            if (at >= length) {
                extent.write(bytes, from, length, 0);
            }
        }

        @Override
        public void read(byte[] into, int from, int length, long at) throws IOException {
            extent.read(into, from, length, at);
        }

        @Override
        public void close() throws IOException {
            extent.close();
        }
    }

    static PassingStore forgettingAnEntry(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                boolean isMonth = key.startsWith(StateRules.MONTHS);
                return store.put(key, isMonth ? changed(bytes, RunBugs::dropOne) : bytes, condition);
            }
        };
    }

    private static void dropOne(ObjectNode month) {
        ObjectNode entries = (ObjectNode) month.get("partitions");
        List<String> names = new ArrayList<>();
        entries.fieldNames().forEachRemaining(names::add);
        entries.remove(names.get(names.size() / 2));
    }

    /** The head drops the entries first; a crash in between loses them. */
    static PassingStore writingTheHeadFirst(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            private final Deque<Runnable> later = new ArrayDeque<>();

            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                if (key.startsWith(StateRules.MONTHS)) {
                    later.add(() -> store.put(key, bytes, condition));
                    return new PutOutcome.Stored("soon");
                }
                PutOutcome outcome = store.put(key, bytes, condition);
                while (key.equals(StateRules.KEY) && !later.isEmpty()) {
                    later.remove().run();
                }
                return outcome;
            }
        };
    }

    /** Somebody else wrote the state; that is as good. */
    static PassingStore losingSwaps(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                PutOutcome outcome = store.put(key, bytes, condition);
                boolean isLost = key.equals(StateRules.KEY) && outcome instanceof PutOutcome.Conflict;
                return isLost ? new PutOutcome.Stored("another's") : outcome;
            }
        };
    }

    /** A day that is about to be published anew goes on being called done. */
    static PassingStore neverReopening(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                return key.equals(StateRules.KEY) && reopens(parsed(bytes), entries(store))
                        ? new PutOutcome.Stored("not now")
                        : store.put(key, bytes, condition);
            }
        };
    }

    private static JsonNode entries(ObjectStore store) {
        return store.get(StateRules.KEY)
                .map(there -> parsed(there.bytes()).path("partitions"))
                .orElseGet(JSON::createObjectNode);
    }

    private static boolean reopens(JsonNode state, JsonNode before) {
        for (var entry : state.path("partitions").properties()) {
            if (isStatus(entry.getValue(), "in_progress") && isStatus(before.path(entry.getKey()), "success")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStatus(JsonNode entry, String status) {
        return entry.path("status").asText().equals(status);
    }

    /** Once an entry says what is published, it goes on saying that, whatever is published later. */
    static PassingStore keepingOldGenerations(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                return store.put(
                        key,
                        key.equals(StateRules.KEY) ? changed(bytes, state -> keep(state, entries(store))) : bytes,
                        condition);
            }
        };
    }

    private static void keep(ObjectNode state, JsonNode before) {
        for (var entry : state.path("partitions").properties()) {
            JsonNode old = before.path(entry.getKey());
            if (isStatus(entry.getValue(), "success") && old.has("etag")) {
                for (String field : List.of("etag", "rows", "total_size_bytes", "manifest_digest", "attempt")) {
                    ((ObjectNode) entry.getValue()).set(field, old.get(field));
                }
            }
        }
    }
}
