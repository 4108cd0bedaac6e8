package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What every file of our own catalogue must have beyond being readable. {@link ProviderCatalogTest} reads them all and fails if a file
 * is unreadable.
 */
class CatalogFilesTest {
    private static final ClassLoader CLASSES = CatalogFilesTest.class.getClassLoader();

    static Stream<Provider> providers() {
        return new ProviderCatalog(CLASSES, Map.of()).all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void scopesAreSaidInOneSentenceEach(Provider provider) {
        assertThat(scopes(provider))
                .allSatisfy(scope -> assertThat(scope.message()).matches("[A-Z].{8,}\\."))
                .extracting(Auth.Scope::scope)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void limitsAreSaidInNumbersOrElseInWords(Provider provider) {
        if (provider.api().quotas().isEmpty()) {
            assertThat(provider.listing().notes())
                    .as("%s has no quotas: a note must say what limits it", provider.name())
                    .anyMatch(note -> note.contains("limit"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void notesAreSentences(Provider provider) {
        assertThat(provider.listing().notes())
                .as("what a person should know before connecting %s", provider.title())
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note).matches("[A-Z].{8,}\\."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void failureTextsAreSentencesOrTheWrongKeyText(Provider provider) {
        assertThat(provider.api().errors().stream().map(ErrorRule::message).flatMap(message -> message.stream()))
                .allSatisfy(message -> assertThat(message).matches("[A-Z].{8,}[^.]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void iconIsASmallDrawingThatFetchesAndRunsNothing(Provider provider) throws Exception {
        String svg = icon(provider);

        Document drawing = parsed(svg);
        assertThat(drawing.getDocumentElement().getNodeName()).isEqualTo("svg");
        assertThat(drawing.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 48 48");
        assertThat(drawing.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(provider.title());
        assertThat(names(drawing)).allMatch(List.of("svg", "title", "g", "rect", "circle", "path")::contains);
        assertThat(svg).hasSizeLessThan(1_000).doesNotContain("href").doesNotContainPattern("\\son\\w+=");
    }

    private static List<Auth.Scope> scopes(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> oauth.consent().scopes();
            case Auth.ApiKey key -> List.of();
        };
    }

    private static String icon(Provider provider) {
        String file = "icons/" + provider.name() + ".svg";
        try (InputStream svg = Objects.requireNonNull(
                CLASSES.getResourceAsStream(file), () -> "Draw shared/src/main/resources/" + file)) {
            return new String(svg.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parsed(String svg) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static Stream<String> names(Document drawing) {
        NodeList all = drawing.getElementsByTagName("*");
        return java.util.stream.IntStream.range(0, all.getLength())
                .mapToObj(i -> all.item(i).getNodeName());
    }
}
