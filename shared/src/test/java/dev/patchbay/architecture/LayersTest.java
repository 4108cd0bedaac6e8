package dev.patchbay.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Packages import only downwards, and only what their package-info names. */
@AnalyzeClasses(packages = "dev.patchbay", importOptions = DoNotIncludeTests.class)
class LayersTest {
    private static final String ROOT = "dev.patchbay.";

    /** What each package may import of Patchbay. A new package gets a line here and the same words in its package-info. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            // A module of its own, which only functions import.
            Map.entry("rehearsal", Set.of()),
            Map.entry("log", Set.of()),
            Map.entry("hash", Set.of()),
            Map.entry("tenant", Set.of()),
            Map.entry("event", Set.of("tenant")),
            Map.entry("aws", Set.of("tenant")),
            Map.entry("limit", Set.of("aws", "tenant")),
            Map.entry("http", Set.of("limit", "aws", "hash", "tenant")),
            Map.entry("vault", Set.of("aws", "hash", "tenant")),
            Map.entry("app", Set.of("aws")),
            Map.entry("catalog", Set.of("app", "vault", "aws")),
            Map.entry("call", Set.of("catalog", "app", "vault", "aws")),
            Map.entry("oauth", Set.of("call", "catalog", "app", "vault", "aws")),
            Map.entry("notification", Set.of("vault", "aws", "tenant")),
            Map.entry("erasure", Set.of("aws", "tenant")),
            Map.entry("connection", Set.of("oauth", "catalog", "vault", "event", "aws", "hash", "tenant")),
            Map.entry("connect", Set.of("connection", "oauth", "call", "catalog", "app", "vault", "aws", "hash")),
            Map.entry(
                    "refresh",
                    Set.of("connect", "connection", "oauth", "call", "catalog", "app", "vault", "aws", "tenant")),
            Map.entry("agent", Set.of("connection", "catalog", "event", "aws", "tenant")),
            Map.entry(
                    "action",
                    Set.of(
                            "agent",
                            "refresh",
                            "connect",
                            "connection",
                            "oauth",
                            "call",
                            "catalog",
                            "app",
                            "vault",
                            "event",
                            "http",
                            "aws",
                            "tenant")));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.patchbay.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void everyPackageImportsOnlyWhatIsBelowIt(JavaClasses classes) {
        Set<String> forbidden = classes.stream()
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .filter(LayersTest::isForbidden)
                .map(Dependency::getDescription)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(forbidden).isEmpty();
    }

    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses classes) {
        Set<String> packages = classes.stream().map(LayersTest::layer).collect(Collectors.toSet());

        assertThat(packages).isEqualTo(MAY_IMPORT.keySet());
    }

    @ArchTest
    static void everyPackageSaysWhatIsNull(JavaClasses classes) {
        Set<String> unmarked = classes.stream()
                .map(JavaClass::getPackage)
                .filter(aPackage -> !aPackage.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }

    private static boolean isForbidden(Dependency dependency) {
        String from = layer(dependency.getOriginClass());
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.getPackageName().startsWith(ROOT)
                && !layer(target).equals(from)
                && !MAY_IMPORT.getOrDefault(from, Set.of()).contains(layer(target));
    }

    private static String layer(JavaClass aClass) {
        return aClass.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
    }
}
