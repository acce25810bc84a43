package dev.daypack.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.Honours;
import dev.daypack.store.ProbeFindings;
import dev.daypack.store.StoreExamination;
import dev.daypack.store.StoreExamination.Trouble;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the things that were seen. */
final class DoctorChecksTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private static StoreExamination remote(
            Optional<Duration> ahead, Optional<ProbeFindings> probe, Trouble... troubles) {
        return new StoreExamination(
                "s3://lake",
                true,
                "thing 1.0\u001b[2J",
                Duration.ofMillis(12),
                ahead,
                Optional.of(true),
                probe,
                Optional.empty(),
                List.of(troubles));
    }

    private static ProbeFindings probe(Honours put, Honours complete) {
        return new ProbeFindings(put, put, complete, complete, true, true, false, "", Optional.empty());
    }

    private static Finding only(List<Finding> findings, String topic) {
        return findings.stream()
                .filter(finding -> finding.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + topic + " in " + findings));
    }

    @Test
    void aClockThatIsOffIsToldAndOneThatS3RefusesFails() {
        for (Object[] one : new Object[][] {
            {Duration.ofMillis(900), Grade.OK, "agree"},
            {Duration.ofSeconds(-5), Grade.OK, "5 s behind this host"},
            {Duration.ofSeconds(40), Grade.WARN, "40 s ahead of this host"},
            {Duration.ofHours(-30), Grade.FAIL, "108000 s behind this host"}
        }) {
            Finding clock = only(StoreCheck.raw(remote(Optional.of((Duration) one[0]), Optional.empty())), "clock");
            assertEquals(one[1], clock.grade(), clock::toString);
            assertTrue(clock.text().contains((String) one[2]), clock::toString);
        }
        assertEquals(
                Grade.WARN,
                only(StoreCheck.raw(remote(Optional.empty(), Optional.empty())), "clock")
                        .grade());
    }

    @Test
    void aServerThatDoesNotDecideRacesFailsAndWithASingleWriterIsAWarning() {
        StoreExamination seen =
                remote(Optional.of(Duration.ZERO), Optional.of(probe(Honours.ONE_AT_A_TIME, Honours.NEVER)));
        Finding refused = only(StoreCheck.compact(seen, false), "put match");
        assertEquals(Grade.FAIL, refused.grade());
        assertTrue(refused.remedy().orElseThrow().contains("single-writer: true"));
        assertEquals(
                Grade.WARN, only(StoreCheck.compact(seen, true), "put match").grade());
    }

    @Test
    void aServerThatIgnoresConditionsOfCompletionsIsSaidToSpool() {
        StoreExamination seen = remote(Optional.of(Duration.ZERO), Optional.of(probe(Honours.ALWAYS, Honours.NEVER)));
        Finding large = only(StoreCheck.compact(seen, false), "large objects");
        assertEquals(Grade.WARN, large.grade());
        assertTrue(large.text().contains("up to 5 GiB"), large::toString);
        StoreExamination full = remote(Optional.of(Duration.ZERO), Optional.of(probe(Honours.ALWAYS, Honours.ALWAYS)));
        assertEquals(
                Grade.OK, only(StoreCheck.compact(full, false), "large objects").grade());
    }

    @Test
    void aStoreThatCannotBeListedIsLostAndItsRemedyStandsByItself() {
        StoreException failure = new StoreException(
                Kind.REFUSED, "", "s3://lake at h: access denied; check the credentials (403 while listing it)", null);
        StoreExamination seen = remote(Optional.empty(), Optional.empty(), new Trouble("listing", failure));
        assertTrue(StoreCheck.isLost(seen));
        List<Finding> findings = StoreCheck.raw(seen);
        assertEquals(
                List.of(Finding.fail(
                        "list", "s3://lake at h: access denied (403 while listing it)", "check the credentials")),
                findings);
        Trouble writing = new Trouble("writing", failure);
        StoreExamination unwritable = remote(Optional.of(Duration.ZERO), Optional.empty(), writing);
        assertFalse(StoreCheck.isLost(unwritable));
        assertEquals(
                Grade.FAIL, only(StoreCheck.compact(unwritable, false), "write").grade());
    }

    private Host host(long heapBytes, long machineBytes, Path scratch) {
        return new Host(
                "0.1.0",
                "17",
                "/java",
                Optional.empty(),
                heapBytes,
                OptionalLong.of(machineBytes),
                2,
                256 * MIB,
                2,
                scratch,
                true);
    }

    @Test
    void aHeapThatDoesNotFitMemoryIsTold() {
        assertEquals(Grade.FAIL, memory(200 * MIB).grade());
        assertEquals(Grade.WARN, memory(280 * MIB).grade());
        assertTrue(memory(280 * MIB).remedy().orElseThrow().contains("-Xmx328m"));
        assertEquals(Grade.OK, memory(318 * MIB).grade());
        List<Finding> small = HostCheck.of(host(330 * MIB, 256 * MIB, directory), false);
        assertEquals(Grade.WARN, only(small, "machine").grade());
    }

    private Finding memory(long heapBytes) {
        return only(HostCheck.of(host(heapBytes, 4_096 * MIB, directory), false), "memory");
    }

    @Test
    void scratchThatCannotBeWrittenFailsAndOneToBeCreatedDoesNot() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertEquals(Grade.FAIL, scratch(file).grade());
        assertEquals(Grade.FAIL, scratch(file.resolve("below")).grade());
        assertFalse(scratch(directory.resolve("a/b")).grade() == Grade.FAIL);
        assertFalse(Files.exists(directory.resolve("a")));
    }

    private Finding scratch(Path path) {
        return only(HostCheck.of(host(330 * MIB, 4_096 * MIB, path), false), "scratch");
    }

    @Test
    void linesFitEightyColumnsAndHoldNothingUnprintable() {
        String longText = "word ".repeat(60) + "x".repeat(90) + " end";
        Diagnosis diagnosis = new Diagnosis(
                List.of(
                        new Section("raw store  s3://lake", StoreCheck.raw(remote(Optional.empty(), Optional.empty()))),
                        new Section(
                                "more", List.of(Finding.warn("topic", longText, longText), Finding.ok("", longText)))),
                false);
        for (String line : diagnosis.lines()) {
            assertTrue(line.length() <= 80 || line.contains("x".repeat(90)), line);
            assertTrue(line.chars().allMatch(character -> character >= ' ' && character < 127), line);
        }
        assertEquals(
                "Runs can work; 2 warnings.",
                diagnosis.lines().get(diagnosis.lines().size() - 1));
        assertEquals(
                longText, diagnosis.json().at("/sections/1/findings/0/remedy").asText());
        assertTrue(diagnosis.json().path("well").asBoolean());
    }
}
