package dev.daypack.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a conforming reader can read comes out as it was; all else is refused with a reason. Runs with
 * {@code -Psweep}, over the corpus beside the checkout or {@code -Ddaypack.corpus}; {@code -Ddaypack.rewrite=true}
 * writes the coverage page anew.
 */
@Tag("sweep")
final class SweepTest {

    /** The build runs tests in the module's directory. */
    private static final Path PAGE = Path.of("docs/FORMAT_COVERAGE.md").toAbsolutePath();

    private static final Judgements JUDGEMENTS = Judgements.OF_CORPUS;
    private static final List<FileResult> RESULTS = new ArrayList<>();

    @BeforeAll
    static void sweep(@TempDir Path scratch) throws IOException {
        Path corpus = Path.of(System.getProperty("daypack.corpus", "../../shared/corpus"))
                .toAbsolutePath()
                .normalize();
        assertTrue(Files.isDirectory(corpus), corpus + ": no corpus; say where it is with -Ddaypack.corpus=...");
        try (Sweep sweep = new Sweep(scratch, JUDGEMENTS)) {
            for (CorpusFile file : CorpusFile.below(corpus)) {
                RESULTS.add(sweep.run(file));
            }
        }
    }

    @Test
    void everyFileIsPackedRightlyOrRefusedWithAReason() {
        assertNone(RESULTS.stream()
                .filter(result -> !result.isIdentical() && !result.isRefused())
                .toList());
    }

    @Test
    void whatAnotherReaderReadsIsPackedUnlessTheRefusalIsExplained() {
        assertNone(RESULTS.stream()
                .filter(result -> !result.isIdentical() && result.isReadable(JUDGEMENTS))
                .filter(result -> JUDGEMENTS.rightRefusal(result.name()).isEmpty())
                .toList());
    }

    @Test
    void everyExplanationIsNeeded() {
        Set<String> needless = new TreeSet<>(JUDGEMENTS.rightRefusals().keySet());
        Set<String> misread = new TreeSet<>(JUDGEMENTS.misreadings().keySet());
        for (FileResult result : RESULTS) {
            if (result.isRefused() && result.isReadable(JUDGEMENTS)) {
                needless.remove(result.name());
            }
            result.readers().keySet().forEach(reader -> misread.remove(result.name() + " (" + reader + ")"));
        }
        assertEquals(Set.of(), needless);
        assertEquals(Set.of(), misread);
    }

    @Test
    void theCoveragePageIsWhatWasFound() throws IOException {
        String found = CoverageTable.of(RESULTS, JUDGEMENTS);
        if (Boolean.getBoolean("daypack.rewrite")) {
            Files.writeString(PAGE, found);
        }
        assertEquals(Files.readString(PAGE), found, PAGE + ": write it anew with -Ddaypack.rewrite=true");
    }

    private static void assertNone(List<FileResult> results) {
        assertTrue(
                results.isEmpty(),
                () -> results.size() + " files:\n"
                        + results.stream().map(FileResult::toString).collect(Collectors.joining("\n")));
    }
}
