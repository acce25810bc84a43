package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.report.FsckReport;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import dev.daypack.store.PassingStore;
import dev.daypack.store.StoreException;
import dev.daypack.store.UnfinishedWrite;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repair does not make witnesses agree with what took the place of a file, and a check says what it left out. */
@Timeout(60)
class FsckWitnessTest {

    private static final String META = MemoryLake.PREFIX + "meta.json";
    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    @TempDir
    private Path directory;

    private MemoryLake packed() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.run(0);
        return lake;
    }

    private FsckReport fsck(MemoryLake lake, boolean isRepair) {
        return lake.fsck(lake.compact, isRepair, directory.resolve("scratch"));
    }

    private static void rewrite(MemoryLake lake, String key, Consumer<ObjectNode> change) {
        ObjectNode node = (ObjectNode) lake.json(key);
        change.accept(node);
        lake.compact.with(key, node.toString());
    }

    private static void forgetAttempt(MemoryLake lake) {
        rewrite(
                lake,
                MemoryLake.STATE,
                state -> state.path("partitions")
                        .forEach(entry -> ((ObjectNode) entry).remove(List.of("attempt", "manifest_digest"))));
    }

    /** Part 0 has 40 of the 70 rows, and no imprint. */
    private static void usurp(MemoryLake lake) {
        String part = lake.raw.list(MemoryLake.PREFIX).get(0).key();
        byte[] bytes = lake.raw.get(part).orElseThrow().bytes();
        lake.compact.put(MemoryLake.DATA, bytes, new Condition.Always());
    }

    @Test
    void anotherProgramsFileInThePlaceOfOursIsNotMadeToFit() {
        MemoryLake lake = packed();
        usurp(lake);
        String state = lake.text(MemoryLake.STATE);
        String meta = lake.text(META);
        for (boolean isRepair : new boolean[] {false, true}) {
            FsckReport report = fsck(lake, isRepair);
            assertEquals(List.of(Kind.FILE), kinds(report), report::toString);
            assertEquals(1, report.left());
            assertTrue(report.findings().get(0).problem().contains("another program's"), report::toString);
        }
        assertEquals(state, lake.text(MemoryLake.STATE));
        assertEquals(meta, lake.text(META));
    }

    @Test
    void oneWitnessIsEnoughToTellThatItWasOurs() {
        MemoryLake lake = packed();
        usurp(lake);
        forgetAttempt(lake);
        assertEquals(List.of(Kind.FILE), kinds(fsck(lake, true)), "by meta.json");

        MemoryLake other = packed();
        usurp(other);
        other.compact.delete(META);
        assertEquals(List.of(Kind.FILE), kinds(fsck(other, true)), "by the state");
    }

    @Test
    void whatIsNotAllowedToBeListedIsAFindingAndTheRestIsChecked() {
        MemoryLake lake = packed();
        lake.compact.delete(META);
        PassingStore denied = new PassingStore(lake.compact) {
            @Override
            public List<UnfinishedWrite> unfinishedWrites() {
                throw new StoreException(StoreException.Kind.REFUSED, "", "s3://x: access denied", null);
            }
        };
        FsckReport found = lake.fsck(denied, false, directory.resolve("scratch"));
        assertEquals(List.of(Kind.SIDECAR, Kind.UNFINISHED), kinds(found), found::toString);
        FsckReport repaired = lake.fsck(denied, true, directory.resolve("scratch"));
        assertEquals(1, repaired.left(), repaired::toString);
        Finding left = repaired.findings().get(1);
        assertEquals("unfinished uploads were not looked at: s3://x: access denied", left.problem());
        assertTrue(left.cures().get(0).contains("s3:ListBucketMultipartUploads"), left::toString);
    }

    /** The state that a repair looks at may be some seconds old; a run gives its lease back before it records. */
    @Test
    void anEntryThatARunWroteWhileTheDayWasRepairedStays() {
        Late late = new Late();
        MemoryLake lake = new MemoryLake(directory, NONE, late);
        lake.run(0);
        String right = lake.text(MemoryLake.STATE);
        rewrite(
                lake,
                MemoryLake.STATE,
                state -> state.path("partitions")
                        .forEach(entry -> ((ObjectNode) entry)
                                .put("status", "quarantine")
                                .put("error_type", "poison")
                                .put("rows", 1)));
        late.isLeased = false;
        late.atRepair = () -> lake.compact.with(MemoryLake.STATE, right);
        FsckReport repaired = fsck(lake, true);
        assertEquals("success", lake.entry().path("status").asText(), repaired::toString);
        String act = repaired.findings().get(0).act().orElseThrow();
        assertTrue(act.contains("written by another host meanwhile"), act);
    }

    /** Does something when a document of the day is read under a lease. */
    private static final class Late implements MemoryStore.Faults {

        private boolean isLeased;
        private Runnable atRepair = () -> {};

        @Override
        public synchronized void before(Call call) {
            isLeased |= call.operation() == Operation.PUT && call.key().endsWith(".lock");
            if (isLeased && call.operation() == Operation.GET && call.key().equals(META)) {
                Runnable task = atRepair;
                atRepair = () -> {};
                task.run();
            }
        }
    }

    private static List<Kind> kinds(FsckReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }
}
