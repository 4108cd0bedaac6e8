package dev.patchbay.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.tests.documents.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the classes do not show any more, read from the sources of every module. */
class SourceRulesTest {
    private static final Pattern INFERRED = Pattern.compile("\\bvar \\w+ *[=:]");

    @Test
    void everyVariableStatesItsType() {
        List<Path> sources = Stream.of("rehearsal", "shared", "microsoft", "functions", "local", "tests")
                .flatMap(module -> Project.files(module, ".java").stream())
                .toList();

        assertThat(sources)
                .hasSizeGreaterThan(500)
                .allSatisfy(source ->
                        assertThat(Project.read(source)).as(source.toString()).doesNotContainPattern(INFERRED));
    }
}
