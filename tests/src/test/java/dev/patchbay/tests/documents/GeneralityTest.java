package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** One flow serves every provider: what differs stands in the catalogue, in a small strategy, or in the provider's own function. */
class GeneralityTest {
    private static final int STRATEGY_LINES = 120;

    /** A decision of any kind, made in the same line. */
    private static final Pattern DECIDES =
            Pattern.compile("\\b(if|switch|case|equals|contains|startsWith)\\b|[=!]=|\\?");

    /** What every connect and every refresh goes through; a provider's own function may know its provider. */
    private static List<Path> general() {
        return Stream.concat(
                        Project.files("shared/src/main", ".java").stream(),
                        Project.files("functions", ".java").stream()
                                .filter(file -> file.toString().contains("/src/main/"))
                                .filter(file -> !file.getName(1).toString().startsWith("action-")))
                .toList();
    }

    @Test
    void noDecisionNamesAProvider() {
        String providers = Project.files("shared/src/main/resources/providers", ".yaml").stream()
                .map(yaml -> Pattern.quote(yaml.getFileName().toString().replace(".yaml", "")))
                .collect(Collectors.joining("|"));
        Pattern named = Pattern.compile("\"(" + providers + "|google|microsoft)[\":/.]", Pattern.CASE_INSENSITIVE);

        assertThat(general())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Project.read(file).lines())
                        .as(file.toString())
                        .noneMatch(line -> named.matcher(line).find()
                                && DECIDES.matcher(line).find()));
    }

    @Test
    void strategiesAreShort() {
        List<Path> strategies = Stream.of("shared", "microsoft", "functions")
                .flatMap(folder -> Project.files(folder, ".java").stream())
                .filter(file -> file.toString().contains("/src/main/"))
                .filter(file -> Project.read(file).matches("(?s).*\\bimplements [^{]*\\bGrantStrategy\\b.*"))
                .toList();

        assertThat(strategies)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Project.read(file).lines()).hasSizeLessThan(STRATEGY_LINES));
    }

    @Test
    void microsoftsLibraryIsOnlyWhereTokensAreGranted() {
        assertThat(Project.stack().functions())
                .filteredOn(function -> holdsMsal(Project.ROOT.resolve(function.codeUri())))
                .extracting(
                        function -> Path.of(function.codeUri()).getFileName().toString())
                .containsOnly("oauth.zip", "token-refresh.zip");
    }

    private static boolean holdsMsal(Path zip) {
        try (ZipFile content = new ZipFile(zip.toFile())) {
            return content.stream().map(ZipEntry::getName).anyMatch(name -> name.contains("msal4j"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
