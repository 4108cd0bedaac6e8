package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files and sections that documents link to exist. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern ALARM = Pattern.compile("See docs/operations\\.md, \"([^\"]+)\"");

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            for (Matcher link = LINK.matcher(Project.read(document)); link.find(); ) {
                if (!link.group(1).contains("://") && !leadsSomewhere(document, link.group(1))) {
                    dead.add(document + " → " + link.group(1));
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void everyAlarmNamesAHeadingOfTheOperationsPage() {
        Set<String> named = ALARM.matcher(Templates.text())
                .results()
                .map(found -> anchor(found.group(1)))
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(anchors(Path.of("docs/operations.md"))).containsAll(named);
    }

    @Test
    void everyFunctionAndTableStandsInTheArchitecture() {
        String architecture = Project.read("docs/architecture.md");

        assertThat(Project.stack().functions())
                .allSatisfy(function -> assertThat(architecture)
                        .contains("`" + function.environment().get("POWERTOOLS_SERVICE_NAME") + "`"));
        assertThat(Project.stack().tables())
                .allSatisfy(table -> assertThat(architecture).contains("**" + table.logicalId() + "**"));
    }

    private static List<Path> documents() {
        return Stream.concat(
                        Project.files("docs", ".md").stream(),
                        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                .map(Path::of))
                .toList();
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document
                : Project.ROOT.relativize(
                        Project.ROOT.resolve(document).resolveSibling(parts[0]).normalize());
        return Files.exists(Project.ROOT.resolve(target))
                && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    private static Set<String> anchors(Path document) {
        return HEADING.matcher(Project.read(document))
                .results()
                .map(found -> anchor(found.group(1)))
                .collect(Collectors.toSet());
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }
}
