package dev.daypack.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.input.PartRejectedException;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PassingStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import dev.daypack.store.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Bugs of the way in which stores are used, each in the place of the call that does it wrong. */
final class StoreBugs {

    static final String LOCKS = "compacted/locks/";
    static final String META = "meta.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoreBugs() {}

    /** Stands before the compact store of each process. */
    interface Before {
        ObjectStore store(ObjectStore store, Process process);
    }

    static Tampering compact(Before before) {
        return new Tampering() {
            @Override
            public ObjectStore compact(ObjectStore compact, Process process) {
                return before.store(compact, process);
            }
        };
    }

    static Tampering raw(Before before) {
        return new Tampering() {
            @Override
            public ObjectStore raw(ObjectStore raw, Process process) {
                return before.store(raw, process);
            }
        };
    }

    /** Writes some keys whatever stands there. */
    static Tampering unconditionalPut(Predicate<String> keys, Class<? extends Condition> dropped) {
        return compact((store, process) -> new PassingStore(store) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                return keys.test(key) && dropped.isInstance(condition)
                        ? store.put(key, bytes, new Condition.Always())
                        : store.put(key, bytes, condition);
            }
        });
    }

    static Tampering unconditionalCommit(Class<? extends Condition> dropped) {
        return compact((store, process) -> new PassingStore(store) {
            @Override
            protected PutOutcome commit(String key, Upload upload, Condition condition) {
                return upload.commit(dropped.isInstance(condition) ? new Condition.Always() : condition);
            }
        });
    }

    static PassingStore deletingFirst(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            protected PutOutcome commit(String key, Upload upload, Condition condition) {
                store.delete(key);
                return upload.commit(new Condition.Always());
            }
        };
    }

    /** Under another name first, as a rename would want it. */
    static PassingStore copying(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            protected PutOutcome commit(String key, Upload upload, Condition condition) {
                store.put(key + ".tmp", new byte[] {0}, new Condition.Always());
                PutOutcome outcome = upload.commit(condition);
                store.delete(key + ".tmp");
                return outcome;
            }
        };
    }

    /** An unreadable state is an empty one, and written back. */
    static PassingStore takingTroubleForNothing(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public Optional<StoredObject> get(String key) {
                try {
                    return store.get(key);
                } catch (StoreException e) {
                    if (key.equals(StateRules.KEY)) {
                        return Optional.empty();
                    }
                    throw e;
                }
            }

            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                boolean isNew = key.equals(StateRules.KEY) && condition instanceof Condition.Absent;
                return store.put(key, bytes, isNew ? new Condition.Always() : condition);
            }
        };
    }

    static PassingStore countingDaysThatFailed(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                return store.put(key, key.equals(StateRules.KEY) ? moved(bytes, process) : bytes, condition);
            }
        };
    }

    private static byte[] moved(byte[] state, Process process) {
        LocalDate yesterday =
                LocalDate.ofInstant(process.clock().instant(), ZoneOffset.UTC).minusDays(1);
        try {
            ObjectNode document = (ObjectNode) JSON.readTree(state);
            document.put("last_compacted_date", yesterday.format(DateTimeFormatter.BASIC_ISO_DATE));
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what is wrong with a lease from its dates, by the clock of this host, and removes it. */
    static PassingStore judgingLeasesByClock(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                if (key.startsWith(LOCKS) && condition instanceof Condition.Absent) {
                    store.head(key)
                            .filter(lease -> isOld(lease.modified(), process))
                            .ifPresent(lease -> store.delete(key));
                }
                return store.put(key, bytes, condition);
            }
        };
    }

    private static boolean isOld(Instant modified, Process process) {
        return modified.plus(Program.LEASE_TTL).isBefore(process.clock().instant());
    }

    /** Does not get a lease, and goes on as if. */
    static PassingStore workingUnlocked(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                PutOutcome outcome = store.put(key, bytes, condition);
                boolean isHeld = key.startsWith(LOCKS) && condition instanceof Condition.Absent;
                return isHeld && outcome instanceof PutOutcome.Conflict ? new PutOutcome.Stored("mine") : outcome;
            }
        };
    }

    static PassingStore stealingLeases(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                PutOutcome outcome = store.put(key, bytes, condition);
                boolean isHeld = key.startsWith(LOCKS) && condition instanceof Condition.Absent;
                return isHeld && outcome instanceof PutOutcome.Conflict
                        ? store.put(key, bytes, new Condition.Always())
                        : outcome;
            }
        };
    }

    static Tampering stoppedClock() {
        return new Tampering() {
            @Override
            public LongSupplier leaseClock(LongSupplier clock, Process process) {
                long start = clock.getAsLong();
                return () -> start;
            }
        };
    }

    static PassingStore keepingLeases(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public void delete(String key) {
                if (!key.startsWith(LOCKS)) {
                    store.delete(key);
                }
            }
        };
    }

    static PassingStore keepingUploads(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
                return 0;
            }
        };
    }

    /** Does not find out what time it is by the store. */
    static PassingStore trustingItsClock(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public Optional<ObjectStat> head(String key) {
                return key.startsWith(LOCKS) ? Optional.empty() : store.head(key);
            }
        };
    }

    /** The sidecar that was written last, whichever day that was. */
    static PassingStore writingOthersSidecars(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            private byte[] last;

            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                boolean isMeta = key.endsWith(META);
                byte[] sent = isMeta && last != null ? last : bytes;
                last = isMeta ? bytes : last;
                return store.put(key, sent, condition);
            }
        };
    }

    /** A sidecar that is there is good enough. */
    static PassingStore keepingSidecars(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public PutOutcome put(String key, byte[] bytes, Condition condition) {
                return key.endsWith(META) && store.head(key).isPresent()
                        ? new PutOutcome.Stored("kept")
                        : store.put(key, bytes, condition);
            }

            @Override
            public Optional<StoredObject> get(String key) {
                Optional<StoredObject> there = store.get(key);
                return key.endsWith(META) && there.isPresent() ? current(there.get()) : there;
            }

            private Optional<StoredObject> current(StoredObject meta) {
                String data = meta.key().replace(META, RowBugs.DATA);
                try {
                    ObjectNode document = (ObjectNode) JSON.readTree(meta.bytes());
                    document.put("etag", store.head(data).map(ObjectStat::etag).orElse(""));
                    return Optional.of(new StoredObject(meta.key(), JSON.writeValueAsBytes(document), meta.etag()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** Lists a day once in an attempt, which begins with the lease, and gives the same answer before the commit. */
    static Tampering withoutSecondListing() {
        Map<Process, Map<String, List<ObjectStat>>> listings = new HashMap<>();
        return new Tampering() {
            @Override
            public ObjectStore raw(ObjectStore raw, Process process) {
                return new PassingStore(raw) {
                    @Override
                    public List<ObjectStat> list(String prefix) {
                        Map<String, List<ObjectStat>> own = listings.computeIfAbsent(process, any -> new HashMap<>());
                        List<ObjectStat> known = own.get(prefix);
                        if (known == null) {
                            known = store.list(prefix);
                            own.put(prefix, known);
                        }
                        return known;
                    }
                };
            }

            @Override
            public ObjectStore compact(ObjectStore compact, Process process) {
                return new PassingStore(compact) {
                    @Override
                    public PutOutcome put(String key, byte[] bytes, Condition condition) {
                        if (key.startsWith(LOCKS) && condition instanceof Condition.Absent) {
                            listings.remove(process);
                        }
                        return store.put(key, bytes, condition);
                    }
                };
            }
        };
    }

    /** A part that cannot be read is left out. */
    static PassingStore droppingWhatFails(ObjectStore behind, Process process) {
        Set<String> dropped = new HashSet<>();
        return new PassingStore(behind) {
            @Override
            public List<ObjectStat> list(String prefix) {
                return store.list(prefix).stream()
                        .filter(stat -> !dropped.contains(stat.key()))
                        .toList();
            }

            @Override
            public void read(String key, String etag, long offset, byte[] into, int at, int length) {
                try {
                    store.read(key, etag, offset, into, at, length);
                } catch (StoreException e) {
                    dropped.add(key);
                    throw new StoreException(StoreException.Kind.CHANGED, key, "left out", e);
                }
            }
        };
    }

    /** Any trouble counts as bad content. */
    static PassingStore blamingTheContent(ObjectStore behind, Process process) {
        Set<String> blamed = new HashSet<>();
        return new PassingStore(behind) {
            @Override
            public void read(String key, String etag, long offset, byte[] into, int at, int length) {
                try {
                    store.read(key, etag, offset, into, at, length);
                } catch (StoreException e) {
                    blamed.add(key);
                }
                if (blamed.contains(key)) {
                    throw new PartRejectedException(PartRejectedException.Reason.CORRUPT, key, "", 0, "not readable");
                }
            }
        };
    }

    static PassingStore listingOnePage(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public List<ObjectStat> list(String prefix) {
                List<ObjectStat> all = store.list(prefix);
                return all.subList(0, Math.min(2, all.size()));
            }
        };
    }

    static PassingStore skippingBrokenWindows(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public List<ObjectStat> list(String prefix) {
                return store.list(prefix).stream()
                        .filter(stat -> !prefix.startsWith("quality/") || isWhole(stat.key()))
                        .toList();
            }

            private boolean isWhole(String key) {
                try {
                    JSON.readTree(store.get(key).orElseThrow().bytes());
                    return true;
                } catch (IOException e) {
                    return false;
                }
            }
        };
    }

    static PassingStore ignoringEvidence(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public List<ObjectStat> list(String prefix) {
                return prefix.startsWith("quality/") ? List.of() : store.list(prefix);
            }
        };
    }

    /** What a day had when it was first seen is all that it will ever have. */
    static Tampering neverLookingAgain() {
        Map<String, List<ObjectStat>> first = new HashMap<>();
        return raw((store, process) -> new PassingStore(store) {
            @Override
            public List<ObjectStat> list(String prefix) {
                List<ObjectStat> now = store.list(prefix);
                return now.isEmpty() || prefix.startsWith("quality/") ? now : first.computeIfAbsent(prefix, any -> now);
            }
        });
    }

    static PassingStore tidyingRaw(ObjectStore behind, Process process) {
        return new PassingStore(behind) {
            @Override
            public List<ObjectStat> list(String prefix) {
                List<ObjectStat> all = store.list(prefix);
                all.stream().filter(stat -> stat.key().endsWith("_SUCCESS")).forEach(stat -> store.delete(stat.key()));
                return all;
            }
        };
    }
}
