package dev.patchbay.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.catalog.CatalogCompiler;
import dev.patchbay.log.JsonLogging;
import dev.patchbay.vault.Secret;

@AnalyzeClasses(packages = "dev.patchbay", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule secretsAreRevealedOnlyWhereTheyAreUsed = noClasses()
            .that()
            .resideOutsideOfPackages("dev.patchbay.vault", "dev.patchbay.provider", "dev.patchbay.connection")
            .should()
            .accessTargetWhere(target(owner(type(Secret.class))).and(target(name("reveal"))))
            .because("a secret in clear exists only in the call that needs it");

    @ArchTest
    static final ArchRule standardStreamsAreLeftAlone = noClasses()
            .that()
            // A rehearsal silences standard output and restores it; its context is a logger of last resort.
            // The logging backend prints there, and the catalogue's compiler runs in the build.
            .doNotBelongToAnyOf(Rehearsal.class, RehearsalContext.class, JsonLogging.class, CatalogCompiler.class)
            .should()
            .accessTargetWhere(
                    target(owner(type(System.class))).and(target(name("out")).or(target(name("err")))))
            .because("what a library prints is no JSON line and carries no ids");

    @ArchTest
    static final ArchRule loggingGoesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule collaboratorsComeThroughConstructors = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Utility|Helper|Helpers|Manager|Impl|Base)(\\$.*)?")
            .because("such a name says only that no better one was found");

    @ArchTest
    static final ArchRule noClassIsThereOnlyToBeExtended = noClasses()
            .should()
            .haveModifier(JavaModifier.ABSTRACT)
            .andShould()
            .notBeInterfaces()
            .because("behaviour is shared by composition");

    @ArchTest
    static final ArchRule stateIsNeverStaticAndChangeable = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("a static variable is shared by every test and every invocation");

    @ArchTest
    static final ArchRule exceptionsAreFinal = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("what can go wrong is a closed choice");
}
