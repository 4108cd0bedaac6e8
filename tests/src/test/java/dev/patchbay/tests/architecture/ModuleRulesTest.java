package dev.patchbay.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.patchbay.catalog.CatalogCompiler;
import dev.patchbay.log.JsonLogging;
import dev.patchbay.rehearsal.Rehearsal;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

/** The rules that hold in every module: the library, the functions, Microsoft's strategy and the local stack. */
class ModuleRulesTest {
    private static final String LOCAL = "dev.patchbay.local..";

    @Test
    void everyModuleIsChecked() {
        Set<String> modules = AllModules.CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.", -1))
                .map(parts -> parts[2].equals("functions") ? "functions." + parts[3] : parts[2])
                .collect(Collectors.toSet());

        assertThat(modules)
                .contains("vault", "microsoft", "local", "rehearsal")
                .contains("functions.gmail", "functions.slack", "functions.apollo", "functions.privacy");
    }

    @Test
    void functionsDoNotImportEachOther() {
        slices().matching("dev.patchbay.functions.(*)..")
                .should()
                .notDependOnEachOther()
                .because("what two functions need belongs to the library")
                .check(AllModules.CLASSES);
    }

    @Test
    void functionsWithASnapshotAndNoOthersRehearse() throws IOException {
        String resources = Files.readString(AllModules.PROJECT.resolve("template.yaml"));
        Set<String> withSnapshot = Stream.of(resources.split("\n  (?=\\w)", -1))
                .filter(resource -> resource.contains("\n      SnapStart: "))
                .map(resource -> resource.replaceFirst("(?s).*\n      Handler: (\\S+)\n.*", "$1"))
                .collect(Collectors.toSet());

        Set<String> rehearsing = AllModules.CLASSES.stream()
                .filter(one -> one.isAssignableTo(Resource.class))
                .map(JavaClass::getName)
                .filter(name -> name.startsWith("dev.patchbay.functions."))
                .collect(Collectors.toSet());

        assertThat(withSnapshot).hasSizeGreaterThan(10).isEqualTo(rehearsing);
    }

    @Test
    void nothingThatIsDeployedImportsTheLocalStack() {
        noClasses()
                .that()
                .resideOutsideOfPackage(LOCAL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(LOCAL)
                .check(AllModules.CLASSES);
    }

    @Test
    void theLibraryImportsNoFunction() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.patchbay.functions..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.patchbay.functions..")
                .check(AllModules.CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.patchbay.(**)").should().beFreeOfCycles().check(AllModules.CLASSES);
    }

    @Test
    void secretsAreRevealedOnlyWhereARequestIsMade() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.patchbay.vault",
                        "dev.patchbay.call",
                        "dev.patchbay.oauth",
                        "dev.patchbay.catalog",
                        "dev.patchbay.connect",
                        "dev.patchbay.connection",
                        "dev.patchbay.microsoft",
                        "dev.patchbay.functions.gmail",
                        "dev.patchbay.functions.slack",
                        "dev.patchbay.functions.oauth",
                        "dev.patchbay.functions.notifications")
                .should()
                .accessTargetWhere(target(owner(type(Secret.class))).and(target(name("reveal"))))
                .because("a secret in clear exists only in the call that needs it")
                .check(AllModules.CLASSES);
    }

    @Test
    void functionsPrintNothingThemselves() {
        noClasses()
                .that()
                .resideOutsideOfPackage(LOCAL)
                .and()
                // A rehearsal silences standard output and restores it; its context is a logger of last resort. The log
                // format prints there, and the catalogue's compiler runs in the build.
                .doNotBelongToAnyOf(Rehearsal.class, RehearsalContext.class, JsonLogging.class, CatalogCompiler.class)
                .should()
                .accessTargetWhere(target(owner(type(System.class)))
                        .and(target(name("out")).or(target(name("err")))))
                .because("what is printed is no JSON line and carries no ids")
                .check(AllModules.CLASSES);
    }

    @Test
    void behaviourIsSharedByComposition() {
        noClasses()
                .that()
                // Simulators of providers share the routes of their kind.
                .resideOutsideOfPackage("dev.patchbay.local.simulator..")
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .andShould()
                .notBeInterfaces()
                .check(AllModules.CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Utility|Helper|Helpers|Manager|Impl|Base)(\\$.*)?")
                .check(AllModules.CLASSES);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("a static variable is shared by every test and every invocation")
                .check(AllModules.CLASSES);
    }

    @Test
    void exceptionsAreFinal() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(AllModules.CLASSES);
    }

    @Test
    void loggingGoesThroughSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(AllModules.CLASSES);
    }

    @Test
    void collaboratorsComeThroughConstructors() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(AllModules.CLASSES);
    }
}
