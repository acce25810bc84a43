package dev.daypack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the design says about packages and types, as rules over compiled classes. The root package is a parameter, so
 * that a second tree, wrong on purpose, can show that each rule fails.
 */
final class ArchitectureRules {

    private static final String BANNED_SUFFIXES = ".*(Manager|Helper|Utils?|Processor|Handler|Impl|Context|Data|Info)";

    /** Types that are changed after they are made; a static field of one is state that everything shares. */
    private static final String MUTABLE_TYPES = "java\\.util\\.concurrent\\.(atomic\\..*|Concurrent.*)"
            + "|java\\.util\\.(ArrayList|ArrayDeque|(Linked)?Hash(Map|Set)|Tree(Map|Set)|WeakHashMap|Random)"
            + "|java\\.lang\\.(ThreadLocal|StringBuilder|StringBuffer)";

    private final String root;

    private ArchitectureRules(String root) {
        this.root = root;
    }

    /** The rules by name, for the packages below {@code root}. */
    static Map<String, ArchRule> below(String root) {
        return new ArchitectureRules(root).all();
    }

    private Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("aws only in store", only(in("store"), "software.amazon.awssdk.."));
        rules.put(
                "parquet and hadoop only in input, output and demo",
                only(in("input", "output", "demo"), "org.apache.parquet..", "org.apache.hadoop.."));
        rules.put("quartz only in schedule", only(in("schedule"), "org.quartz.."));
        rules.put("picocli only in cli", only(in("cli"), "picocli.."));
        rules.put("merge knows the JDK only", knowsOnly(in("merge"), in("merge"), "java.."));
        rules.put("encoding knows no other package", doesNotKnow(in("encoding"), anyOfUsBut("encoding")));
        rules.put("codec knows encoding only", doesNotKnow(in("codec"), anyOfUsBut("codec", "encoding")));
        rules.put("plan does not know store", doesNotKnow(in("plan"), in("store")));
        rules.put("plan does no input or output", doesNoInputOrOutput(in("plan")));
        rules.put("quality judges do not know store", doesNotKnow(judges(), in("store")));
        rules.put("quality judges do no input or output", doesNoInputOrOutput(judges()));
        rules.put(
                "doctor knows what is seen, not how it is done",
                doesNotKnow(in("doctor"), in("plan", "compact", "publish", "input", "output", "merge")));
        rules.put("only app knows cli", doesNotKnow(not(in("cli", "app")), in("cli")));
        rules.put(
                "no package cycles",
                slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true));
        rules.put("no banned type names", noClasses().should().haveNameMatching(BANNED_SUFFIXES));
        rules.put("no abstract classes", noAbstractClasses());
        rules.put("static fields are final", staticFieldsAreFinal());
        rules.put("no static fields of mutable types", noStaticsOfMutableTypes());
        return rules;
    }

    private static ArchRule only(DescribedPredicate<JavaClass> allowed, String... packages) {
        return noClasses().that(not(allowed)).should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    private static ArchRule knowsOnly(
            DescribedPredicate<JavaClass> who, DescribedPredicate<JavaClass> own, String... packages) {
        return classes()
                .that(who)
                .should()
                .onlyDependOnClassesThat(own.or(resideInAnyPackage(packages)).or(primitiveOrArray()))
                .allowEmptyShould(true);
    }

    private static ArchRule doesNotKnow(DescribedPredicate<JavaClass> who, DescribedPredicate<JavaClass> whom) {
        return noClasses().that(who).should().dependOnClassesThat(whom).allowEmptyShould(true);
    }

    private static ArchRule doesNoInputOrOutput(DescribedPredicate<JavaClass> who) {
        return noClasses()
                .that(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.time.Clock")
                .allowEmptyShould(true);
    }

    private static ArchRule noAbstractClasses() {
        return classes().that().areNotInterfaces().and().areNotEnums().should().notHaveModifier(JavaModifier.ABSTRACT);
    }

    private static ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .allowEmptyShould(true);
    }

    private static ArchRule noStaticsOfMutableTypes() {
        return noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(new DescribedPredicate<>("a mutable type") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getFullName().matches(MUTABLE_TYPES);
                    }
                })
                .allowEmptyShould(true);
    }

    /** The classes of quality that decide, as against those that read. */
    private DescribedPredicate<JavaClass> judges() {
        return in("quality").and(new DescribedPredicate<>("judges and rules") {
            @Override
            public boolean test(JavaClass type) {
                return type.getName().matches(".*(Judge|Rules)(\\$.*)?");
            }
        });
    }

    private DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(
                Stream.of(packages).map(name -> root + "." + name + "..").toArray(String[]::new));
    }

    private DescribedPredicate<JavaClass> anyOfUsBut(String... packages) {
        return resideInAPackage(root + "..").and(not(in(packages)));
    }

    private static DescribedPredicate<JavaClass> primitiveOrArray() {
        return new DescribedPredicate<>("a primitive or an array of them") {
            @Override
            public boolean test(JavaClass type) {
                return type.getBaseComponentType().isPrimitive();
            }
        };
    }
}
