package dev.daypack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    private static final String ROOT = "dev.daypack";

    /** A tree of classes that are wrong on purpose. */
    private static final String WRONG = "dev.daypack.wrong";

    /** By rule: the classes of the wrong tree that break it, and no others do. */
    private static final Map<String, Set<String>> CULPRITS = Map.ofEntries(
            Map.entry("aws only in store", Set.of("state.KnowsAws")),
            Map.entry("parquet and hadoop only in input, output and demo", Set.of("merge.KnowsParquet")),
            Map.entry("quartz only in schedule", Set.of("state.KnowsQuartz")),
            Map.entry("picocli only in cli", Set.of("quality.TableJudge")),
            Map.entry("merge knows the JDK only", Set.of("merge.KnowsParquet")),
            Map.entry("encoding knows no other package", Set.of("encoding.KnowsCodec")),
            Map.entry("codec knows encoding only", Set.of("codec.KnowsStore")),
            Map.entry("plan does not know store", Set.of("plan.KnowsStore")),
            Map.entry("plan does no input or output", Set.of("plan.KnowsStore")),
            Map.entry("quality judges do not know store", Set.of("quality.TableJudge")),
            Map.entry("quality judges do no input or output", Set.of("quality.TableJudge")),
            Map.entry("doctor knows what is seen, not how it is done", Set.of("doctor.KnowsPlan")),
            Map.entry("only app knows cli", Set.of("store.KnowsCli")),
            Map.entry("no package cycles", Set.of("codec.KnowsStore", "encoding.KnowsCodec")),
            Map.entry("no banned type names", Set.of("store.StoreManager", "store.StoreUtils")),
            Map.entry("no abstract classes", Set.of("store.AbstractThing")),
            Map.entry("static fields are final", Set.of("store.StoreManager")),
            Map.entry("no static fields of mutable types", Set.of("store.StoreUtils")));

    /** At the beginning of a violation, or of a line of a cycle: the class, or its member, that is to blame. */
    private static final Pattern CULPRIT =
            Pattern.compile("(?m)^[\\s-]*(?:Class|Field|Constructor|Method) <dev\\.daypack\\.wrong\\.(\\w+\\.\\w+)");

    @TestFactory
    Stream<DynamicTest> theProgramKeepsEveryRule() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
        assertTrue(classes.contain(ROOT + ".merge.RunMerger"), "the program's classes were not found");
        return ArchitectureRules.below(ROOT).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(classes)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFindsWhatWasMadeWrongForIt() {
        JavaClasses classes = new ClassFileImporter().importPackages(WRONG);
        Map<String, ArchRule> rules = ArchitectureRules.below(WRONG);
        assertEquals(CULPRITS.keySet(), rules.keySet());
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertEquals(
                                CULPRITS.get(rule.getKey()),
                                culprits(rule.getValue().evaluate(classes)))));
    }

    /** The classes in which the violations lie, without the tree's name. */
    private static Set<String> culprits(EvaluationResult result) {
        Set<String> names = new TreeSet<>();
        for (String detail : result.getFailureReport().getDetails()) {
            CULPRIT.matcher(detail).results().forEach(match -> names.add(match.group(1)));
        }
        return names;
    }

    @BeforeAll
    static void readOurClassesOnly() {
        // The packages of other people's classes are all that the rules ask for.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }
}
